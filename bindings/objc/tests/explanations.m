// What tickets claim and why they are rejected, as values beside the JSON.

#import "cases.h"

static id reportOf(NSString *json) { return read([json dataUsingEncoding:NSUTF8StringEncoding]); }

// Bits that have no name stand there as a number.
static NSUInteger maskOf(NSArray *names) {
    NSArray *known = [NSArray arrayWithObjects:@"create-room", @"enter", @"send-audio", @"receive-audio", @"send-video",
                                               @"receive-video", @"send-substream", @"receive-substream", nil];
    NSUInteger mask = 0;
    for (NSString *name in names) {
        NSUInteger bit = [known indexOfObject:name];
        mask |= bit == NSNotFound ? (NSUInteger)[name longLongValue] : (NSUInteger)1 << bit;
    }
    return mask;
}

static void compareClaims(NSDictionary *report, UserSigClaims *claims) {
    UserSigRoom *room = roomOf(member(report, @"room"));
    CHECK([report count] == 13 && same(member(report, @"algorithm"), claims.algorithm));
    CHECK(number(report, @"sdkappid") == claims.sdkAppID && same(member(report, @"userid"), claims.userID));
    CHECK(number(report, @"time") == claims.time && number(report, @"expire") == claims.expire);
    CHECK(number(report, @"expires_at") == claims.expiresAt && same(member(report, @"json"), claims.ticketJSON));
    CHECK(same(decode(member(report, @"userbuf")), claims.userBuf));
    CHECK(same(decode(member(report, @"signature")), claims.signature));
    CHECK((room != nil) == (claims.room != nil) && room.number == claims.room.number && same(room.name, claims.room.name));
    CHECK(maskOf(member(report, @"privileges")) == claims.privileges);
    CHECK(number(report, @"room_expires_at") == claims.roomExpiresAt);
}

static void compareDiagnosis(NSDictionary *report, UserSigDiagnosis *found) {
    NSArray *severities = [NSArray arrayWithObjects:@"note", @"warning", @"fatal", nil];
    NSDictionary *rejection = member(report, @"rejection"), *unverified = member(report, @"unverified");
    NSArray *causes = member(report, @"causes");
    CHECK([report count] == 4 && (rejection != nil) == found.rejected && found.rejected == (found.kind > 100));
    CHECK(number(rejection, @"code") == found.code && same(member(rejection, @"reason"), found.reason));
    CHECK(found.rejected == (found.name != nil) && same(member(report, @"repaired"), found.repaired));
    CHECK([causes count] == [found.causes count]);
    NSUInteger row;
    for (row = 0; row < [causes count]; row++) {
        NSDictionary *said = [causes objectAtIndex:row];
        UserSigCause *cause = [found.causes objectAtIndex:row];
        CHECK(same(member(said, @"id"), cause.identifier) && [found hasCause:cause.identifier]);
        CHECK(same(member(said, @"severity"), [severities objectAtIndex:(NSUInteger)cause.severity]));
        CHECK(same(member(said, @"text"), cause.text) && same(member(said, @"advice"), cause.advice));
    }
    CHECK((unverified != nil) == (found.claims != nil));
    if (unverified != nil) {
        compareClaims(unverified, found.claims);
        CHECK(same(unverified, reportOf(found.claims.json)));
    }
}

static void ofClaims(void) {
    UserSigApplication *app = application(KEY);
    NSString *ticket = [app privateMapKeyForUserID:@"xiaojun" expire:60 room:[UserSigRoom roomWithString:@"lobby"] privileges:42 now:at(MOMENT) error:NULL];
    UserSigClaims *claims = [UserSigApplication inspectTicket:ticket error:NULL];
    CHECK([claims.userID isEqual:@"xiaojun"] && claims.sdkAppID == SDKAPPID_OF_TESTS && [claims.algorithm isEqual:@"hmac-sha256"]);
    CHECK(claims.time == MOMENT && claims.expire == 60 && claims.expiresAt == MOMENT + 60);
    CHECK([claims.room.name isEqual:@"lobby"] && claims.privileges == 42 && claims.roomExpiresAt == MOMENT + 60);
    CHECK([claims.signature length] == 32 && [[claims description] rangeOfString:@"xiaojun"].location != NSNotFound);
    CHECK([claims.ticketJSON rangeOfString:@"\"TLS.identifier\":\"xiaojun\""].location != NSNotFound);
    CHECK([claims.json rangeOfString:@"\"userid\":\"xiaojun\""].location != NSNotFound);
    ticket = [app privateMapKeyForUserID:@"xiaojun" expire:60 room:[UserSigRoom roomWithID:10001] privileges:255 now:nil error:NULL];
    claims = [UserSigApplication inspectTicket:ticket error:NULL];
    CHECK(claims.room.number == 10001 && claims.room.name == nil && claims.privileges == 255);
    NSData *bytes = [NSData dataWithBytes:"a\0b" length:3];
    ticket = [app signUserID:@"xiaojun" expire:60 userBuf:bytes now:nil error:NULL];
    CHECK([[UserSigApplication inspectTicket:ticket error:NULL].userBuf isEqual:bytes]);
    ticket = [app signUserID:@"xiaojun" expire:60 userBuf:[NSData data] now:nil error:NULL];
    CHECK([[UserSigApplication inspectTicket:ticket error:NULL].userBuf isEqual:[NSData data]]);
    ticket = [application(PRIVATE_PEM) signUserID:@"xiaojun" expire:60 error:NULL];
    claims = [UserSigApplication inspectTicket:ticket error:NULL];
    CHECK([claims.algorithm isEqual:@"ecdsa-sha256"] && claims.userBuf == nil && claims.room == nil);
    NSError *error = nil;
    CHECK([UserSigApplication inspectTicket:@"?" error:&error] == nil && [error code] == 70003);
    CHECK([UserSigApplication inspectTicket:nil error:&error] == nil && kindOf(error) == 9);
}

// GNUstep drops a byte order mark where a string begins with it, but not in front of a part.
static void byteOrderMarks(void) {
    NSString *marked = [[@"x\ufeff" stringByAppendingString:@"x"] substringFromIndex:1];
    UserSigOptions *options = [[[UserSigOptions alloc] init] autorelease];
    options.userIDForm = UserSigUserIDFormUTF8;
    UserSigApplication *app = [UserSigApplication alloc];
    app = [[app initWithSDKAppID:SDKAPPID_OF_TESTS keys:[NSArray arrayWithObject:KEY] options:options error:NULL] autorelease];
    NSString *ticket = [app signUserID:marked expire:60 error:NULL];
    CHECK([app verifyTicket:ticket userID:marked error:NULL] != nil);
    CHECK([[UserSigApplication inspectTicket:ticket error:NULL].userID isEqual:marked]);
}

static void ofDiagnosis(void) {
    NSString *ticket = [application(KEY) signUserID:@"xiaojun" expire:60 userBuf:nil now:at(MOMENT) error:NULL];
    NSArray *keys = [NSArray arrayWithObjects:@"other", [KEY stringByAppendingString:@"\n"], nil];
    UserSigDiagnosis *found = [UserSigApplication diagnoseTicket:ticket sdkAppID:at(SDKAPPID_OF_TESTS) userID:@"xiaojun" keys:keys now:at(MOMENT) error:NULL];
    CHECK(found.rejected && found.kind == 115 && [found.name isEqual:@"mismatch_signature"] && found.code == 70009);
    UserSigCause *first = [found.causes objectAtIndex:0];
    CHECK([first.identifier isEqual:@"key-white-space"] && first.severity == UserSigSeverityFatal);
    CHECK([found hasCause:@"key-white-space"] && ![found hasCause:@"key-quotes"]);
    CHECK(![found hasCause:nil] && ![found hasCause:(id)[NSNull null]]);
    CHECK([found.reason length] > 0 && [[found description] rangeOfString:@"key-white-space"].location != NSNotFound);
    CHECK([found.claims.userID isEqual:@"xiaojun"] && found.repaired == nil);
    keys = [NSArray arrayWithObject:KEY];
    NSString *damaged = [NSString stringWithFormat:@"%%65J%@%%0A", [ticket substringFromIndex:2]];
    found = [UserSigApplication diagnoseTicket:ticket sdkAppID:at(SDKAPPID_OF_TESTS) userID:@"xiaojun" keys:keys now:at(MOMENT) error:NULL];
    CHECK(!found.rejected && found.kind == 0 && found.code == 0 && found.name == nil && found.reason == nil);
    found = [UserSigApplication diagnoseTicket:damaged sdkAppID:nil userID:nil keys:keys now:at(MOMENT) error:NULL];
    CHECK([found.repaired isEqual:ticket]);
    NSDictionary *others = [NSDictionary dictionaryWithObject:KEY forKey:at(7)];
    found = [UserSigApplication diagnoseTicket:ticket sdkAppID:at(SDKAPPID_OF_TESTS) userID:nil keys:[NSArray arrayWithObject:@"x"] others:others now:at(MOMENT) error:NULL];
    CHECK([found hasCause:@"other-applications-key"]);
    found = [UserSigApplication diagnoseTicket:@"nothing like it" sdkAppID:nil userID:nil keys:nil now:nil error:NULL];
    CHECK(found.kind == 102 && found.claims == nil && found.repaired == nil);
    NSError *error = nil;
    CHECK([UserSigApplication diagnoseTicket:nil sdkAppID:nil userID:nil keys:nil now:nil error:&error] == nil && kindOf(error) == 9);
}

static int readable, rejected, all;

static void compareCase(NSDictionary *item) {
    NSString *title = member(item, @"title"), *ticket = member(item, @"ticket");
    NSMutableArray *keys = [NSMutableArray array];
    for (NSDictionary *key in member(item, @"keys")) {
        [keys addObject:textOf(key)];
    }
    UserSigDiagnosis *found = [UserSigApplication diagnoseTicket:ticket sdkAppID:nil userID:nil keys:keys now:member(item, @"now") error:NULL];
    compareDiagnosis(reportOf(found.json), found);
    NSError *error = nil;
    UserSigClaims *claims = [UserSigApplication inspectTicket:ticket error:&error];
    if (claims != nil) {
        compareClaims(reportOf(claims.json), claims);
    }
    // What cannot be read may be repaired.
    CHECK_IN(claims != nil ? found.claims != nil : kindOf(error) == found.kind, title);
    all++;
    readable += claims != nil;
    rejected += found.rejected;
}

static NSString *cases;

// Over tickets of every kind and damage.
static void valuesAreThoseOfTheJSON(void) {
    folder(cases, compareCase);
    CHECK(all > 5000 && readable > 1000 && readable < all && rejected > 1000 && rejected < all);
}

int main(int count, char **arguments) {
    NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init];
    cases = [[NSString stringWithUTF8String:count > 1 ? arguments[1] : "vectors"] stringByAppendingPathComponent:@"verify"];
    run(ofClaims);
    run(byteOrderMarks);
    run(ofDiagnosis);
    run(valuesAreThoseOfTheJSON);
    int status = finish("explanation tests");
    [pool release];
    return status;
}
