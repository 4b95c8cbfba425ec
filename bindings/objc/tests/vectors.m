// Every case of ../../../vectors through UserSig.h.
//
// The cases are read by jansson: GNUstep's own reader keeps numbers above 2^53 as doubles.

#include <jansson.h>

#import "support.h"

// A text with all of its bytes: where a string begins with a byte order mark, GNUstep drops it,
// but not in front of a part. nil for bytes that are no UTF-8.
static NSString *textOfBytes(const char *bytes, size_t length) {
    NSMutableData *marked = [NSMutableData dataWithBytes:"x" length:1];
    [marked appendBytes:bytes length:length];
    NSString *text = [[[NSString alloc] initWithData:marked encoding:NSUTF8StringEncoding] autorelease];
    return [text substringFromIndex:1];
}

// A value of jansson as one of Foundation.
static id valueOf(json_t *json) {
    const char *name;
    size_t at;
    json_t *part;
    switch (json_typeof(json)) {
        case JSON_OBJECT: {
            NSMutableDictionary *object = [NSMutableDictionary dictionary];
            json_object_foreach(json, name, part) {
                [object setObject:valueOf(part) forKey:[NSString stringWithUTF8String:name]];
            }
            return object;
        }
        case JSON_ARRAY: {
            NSMutableArray *array = [NSMutableArray array];
            json_array_foreach(json, at, part) {
                [array addObject:valueOf(part)];
            }
            return array;
        }
        case JSON_STRING: return textOfBytes(json_string_value(json), json_string_length(json));
        case JSON_INTEGER: return [NSNumber numberWithLongLong:json_integer_value(json)];
        case JSON_REAL: return [NSNumber numberWithDouble:json_real_value(json)];
        case JSON_TRUE: return [NSNumber numberWithBool:YES];
        case JSON_FALSE: return [NSNumber numberWithBool:NO];
        default: return [NSNull null];
    }
}

static id read(NSData *bytes) {
    json_t *json = json_loadb([bytes bytes], [bytes length], JSON_ALLOW_NUL, NULL);
    id value = json == NULL ? nil : valueOf(json);
    json_decref(json);
    return value;
}

static id member(NSDictionary *object, NSString *name) {
    id value = [object objectForKey:name];
    return value == [NSNull null] ? nil : value;
}

static long long number(NSDictionary *object, NSString *name) { return [member(object, name) longLongValue]; }

static NSString *textOf(NSDictionary *key) {
    NSString *hmac = [key objectForKey:@"hmac"];
    return hmac != nil ? hmac : [key objectForKey:@"pem"];
}

static NSData *decode(NSString *base64) {
    return base64 == nil ? nil : [[[NSData alloc] initWithBase64EncodedString:base64 options:0] autorelease];
}

static UserSigRoom *roomOf(NSDictionary *room) {
    NSString *name = member(room, @"str");
    return room == nil ? nil : name != nil ? [UserSigRoom roomWithString:name] : [UserSigRoom roomWithID:number(room, @"id")];
}

static BOOL same(id left, id right) { return left == right || [left isEqual:right]; }

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
    NSDictionary *claims = read([[UserSigApplication inspectTicket:ticket error:NULL] dataUsingEncoding:NSUTF8StringEncoding]);
    CHECK_IN(same(member(claims, @"userbuf"), member(expect, @"userbuf")), title);
    if (member(expect, @"sig") != nil) {
        CHECK_IN(same(member(claims, @"signature"), member(expect, @"sig")), title);
    }
}

// An output of a published generator, at the time at which it is valid.
static void publishedCase(NSDictionary *item) {
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

static void file(NSString *path, void (*body)(NSDictionary *)) {
    NSString *text = [NSString stringWithContentsOfFile:path encoding:NSUTF8StringEncoding error:NULL];
    CHECK_IN(text != nil, path);
    NSEnumerator *lines = [[text componentsSeparatedByString:@"\n"] objectEnumerator];
    NSString *line;
    while ((line = [lines nextObject]) != nil) {
        if ([line length] > 0) {
            NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init];
            NSDictionary *item = read([line dataUsingEncoding:NSUTF8StringEncoding]);
            CHECK_IN(item != nil, line);
            tests++;
            body(item);
            [pool release];
        }
    }
}

static void folder(NSString *path, void (*body)(NSDictionary *)) {
    NSEnumerator *names = [[[NSFileManager defaultManager] directoryContentsAtPath:path] objectEnumerator];
    NSString *name;
    while ((name = [names nextObject]) != nil) {
        file([path stringByAppendingPathComponent:name], body);
    }
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
