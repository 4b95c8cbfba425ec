// Every case of ../../../vectors through UserSig.h.

#import "cases.h"

static void compare(NSString *title, NSDictionary *expect, UserSigOutcome *outcome, NSError *error) {
    NSString *refused = member(expect, @"refused");
    if (refused != nil) {
        CHECK_IN(kindOf(error) == ([refused isEqualToString:@"userid"] ? 1 : 2), title);
        return;
    }
    if (![member(expect, @"valid") boolValue]) {
        CHECK_IN(outcome == nil && kindOf(error) > 100, title);
        CHECK_IN([error code] == number(expect, @"code"), title);
        CHECK_IN([[[error userInfo] objectForKey:UserSigErrorCCodeKey] longLongValue] == number(expect, @"c_code"), title);
        return;
    }
    CHECK_IN(outcome != nil, title);
    CHECK_IN(outcome.time == number(expect, @"time") && outcome.expire == number(expect, @"expire"), title);
    CHECK_IN([outcome.algorithm isEqualToString:member(expect, @"algorithm")], title);
    CHECK_IN(same(outcome.userBuf, decode(member(expect, @"userbuf"))), title);
    UserSigRoom *room = roomOf(member(expect, @"room"));
    CHECK_IN((room != nil) == (outcome.room != nil), title);
    CHECK_IN(room.number == outcome.room.number && same(room.name, outcome.room.name), title);
    CHECK_IN((long long)outcome.privileges == number(expect, @"privileges"), title);
}

static UserSigExpectation *expectationOf(NSDictionary *policy) {
    NSDictionary *room = member(policy, @"room");
    id userbuf = member(policy, @"userbuf");
    if (room != nil) {
        return [UserSigExpectation room:roomOf(room) privileges:number(policy, @"privileges")];
    }
    if ([userbuf isEqual:@"none"]) {
        return [UserSigExpectation noUserBuf];
    }
    if ([userbuf isKindOfClass:[NSDictionary class]]) {
        return [UserSigExpectation userBuf:decode(member(userbuf, @"base64"))];
    }
    return nil;
}

static void verify(NSString *title, NSDictionary *item, UserSigApplication *app, NSError *error) {
    UserSigOutcome *outcome = nil;
    if (app != nil) {
        outcome = [app verifyTicket:member(item, @"ticket")
                             userID:member(member(item, @"request"), @"userid")
                          expecting:expectationOf(member(item, @"policy"))
                                now:member(item, @"now")
                              error:&error];
    }
    compare(title, member(item, @"expect"), outcome, error);
}

static void verifyCase(NSDictionary *item) {
    tests++;
    NSDictionary *policy = member(item, @"policy");
    NSMutableArray *keys = [NSMutableArray array];
    NSDictionary *key;
    NSEnumerator *all = [member(item, @"keys") objectEnumerator];
    while ((key = [all nextObject]) != nil) {
        [keys addObject:textOf(key)];
    }
    UserSigOptions *options = [[[UserSigOptions alloc] init] autorelease];
    options.maxClockSkew = member(policy, @"max_clock_skew");
    options.longestValidity = member(policy, @"longest_validity");
    options.legacyUTCOffset = (int32_t)number(policy, @"legacy_utc_offset");
    NSError *error = nil;
    UserSigApplication *app = [[UserSigApplication alloc] initWithSDKAppID:number(member(item, @"request"), @"sdkappid")
                                                                      keys:keys
                                                                   options:options
                                                                     error:&error];
    verify(member(item, @"title"), item, app, error);
    [app release];
}

static void keyCase(NSDictionary *item) {
    tests++;
    NSString *title = member(item, @"title"), *kind = member(member(item, @"expect"), @"kind");
    NSData *bytes = decode(member(item, @"key_base64"));
    NSString *key = textOfBytes([bytes bytes], [bytes length]);
    NSError *error = nil;
    UserSigApplication *app = [[UserSigApplication alloc] initWithSDKAppID:SDKAPPID_OF_TESTS key:key error:&error];
    CHECK_IN((app != nil) == (kind != nil), title);
    if (app == nil) {
        CHECK_IN(kindOf(error) == 3, title);
    } else if (member(item, @"verifies") != nil) {
        verify(title, member(item, @"verifies"), app, nil);
    }
    [app release];
}

static int kindNamed(NSString *name) {
    NSArray *names = [NSArray arrayWithObjects:@"userid", @"sdkappid", @"key", @"validity", @"time", @"userbuf", @"room", nil];
    return (int)[names indexOfObject:name] + 1;
}

static void signCase(NSDictionary *item) {
    tests++;
    NSString *title = member(item, @"title"), *form = member(item, @"form"), *userid = member(item, @"userid");
    NSDictionary *expect = member(item, @"expect");
    UserSigOptions *options = [[[UserSigOptions alloc] init] autorelease];
    options.userIDForm = [form isEqualToString:@"documented"] ? UserSigUserIDFormDocumented
                         : [form isEqualToString:@"ascii"]    ? UserSigUserIDFormASCII
                                                              : UserSigUserIDFormUTF8;
    NSError *error = nil;
    UserSigApplication *app = [[[UserSigApplication alloc] initWithSDKAppID:number(item, @"sdkappid")
                                                                       keys:[NSArray arrayWithObject:textOf(member(item, @"key"))]
                                                                    options:options
                                                                      error:&error] autorelease];
    NSString *ticket = nil;
    if (app != nil && member(item, @"room") != nil) {
        ticket = [app privateMapKeyForUserID:userid
                                      expire:number(item, @"expire")
                                        room:roomOf(member(item, @"room"))
                                  privileges:number(item, @"privileges")
                                         now:member(item, @"time")
                                       error:&error];
    } else if (app != nil) {
        ticket = [app signUserID:userid
                          expire:number(item, @"expire")
                         userBuf:decode(member(item, @"userbuf"))
                             now:member(item, @"time")
                           error:&error];
    }
    NSString *refused = member(expect, @"error");
    CHECK_IN((ticket == nil) == (refused != nil), title);
    if (ticket == nil) {
        CHECK_IN(kindOf(error) == kindNamed(refused), title);
        return;
    }
    CHECK_IN([app verifyTicket:ticket userID:userid expecting:nil now:member(item, @"time") error:NULL] != nil, title);
    UserSigClaims *claims = [UserSigApplication inspectTicket:ticket error:NULL];
    CHECK_IN(same(claims.userBuf, decode(member(expect, @"userbuf"))), title);
    if (member(expect, @"sig") != nil) {
        CHECK_IN(same(claims.signature, decode(member(expect, @"sig"))), title);
    }
}

// An output of a published generator, at the time at which it is valid.
static void publishedCase(NSDictionary *item) {
    tests++;
    NSString *userid = member(item, @"userid"), *key = member(item, @"key");
    NSNumber *now = member(item, @"now_valid");
    UserSigApplication *app = [[UserSigApplication alloc] initWithSDKAppID:number(item, @"sdkappid")
                                                                       key:key != nil ? key : member(item, @"public_key_pem")
                                                                     error:NULL];
    UserSigOutcome *outcome = [app verifyTicket:member(item, @"usersig")
                                         userID:userid
                                      expecting:nil
                                            now:now != nil ? now : member(item, @"time")
                                          error:NULL];
    BOOL control = [userid rangeOfCharacterFromSet:[NSCharacterSet controlCharacterSet]].location != NSNotFound;
    CHECK_IN((outcome != nil) == (now != nil && !control), member(item, @"id"));
    [app release];
}

int main(int count, char **arguments) {
    NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init];
    NSString *root = [NSString stringWithUTF8String:count > 1 ? arguments[1] : "vectors"];
    folder([root stringByAppendingPathComponent:@"verify"], verifyCase);
    folder([root stringByAppendingPathComponent:@"published"], publishedCase);
    file([root stringByAppendingPathComponent:@"keys.jsonl"], keyCase);
    file([root stringByAppendingPathComponent:@"sign.jsonl"], signCase);
    CHECK(tests > 6000);
    int status = finish("vectors");
    [pool release];
    return status;
}
