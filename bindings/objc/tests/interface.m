// What UserSig.h and GenerateTestUserSig.h do, with good and with bad input.

#import "GenerateTestUserSig.h"
#import "support.h"

static void ticketsVerify(void) {
    UserSigApplication *app = application(KEY);
    NSError *error = nil;
    NSString *ticket = [app signUserID:@"xiaojun" expire:DAY userBuf:nil now:at(MOMENT) error:&error];
    UserSigOutcome *verified = [app verifyTicket:ticket userID:@"xiaojun" expecting:nil now:at(MOMENT + DAY) error:&error];
    CHECK(verified.time == MOMENT && verified.expire == DAY && verified.expiresAt == MOMENT + DAY);
    CHECK(verified.userBuf == nil && verified.room == nil && error == nil);
    CHECK([app verifyTicket:ticket userID:@"xiaojun" expecting:nil now:at(MOMENT + DAY + 1) error:&error] == nil);
    CHECK([error code] == 70001 && [[[error userInfo] objectForKey:UserSigErrorNameKey] isEqualToString:@"expired"]);
    CHECK([[[error userInfo] objectForKey:UserSigErrorTRTCCodeKey] intValue] == -100018);
    ticket = [app signUserID:@"xiaojun" expire:DAY error:NULL];
    CHECK([app verifyTicket:ticket userID:@"xiaojun" error:NULL].expire == DAY);
    CHECK([app verifyTicket:ticket userID:@"xiaohong" error:NULL] == nil);
    CHECK(app.sdkAppID == SDKAPPID_OF_TESTS && [app.keyFingerprint length] == 8);
    CHECK([[app description] rangeOfString:KEY].location == NSNotFound);
    CHECK([[UserSigApplication version] isEqualToString:@VERSION]);
}

static void userBufAndRooms(void) {
    UserSigApplication *app = application(KEY);
    NSData *bytes = [NSData dataWithBytes:"a\0b" length:3];
    NSString *ticket = [app signUserID:@"xiaojun" expire:DAY userBuf:bytes now:nil error:NULL];
    CHECK([[app verifyTicket:ticket userID:@"xiaojun" error:NULL].userBuf isEqualToData:bytes]);
    CHECK([app verifyTicket:ticket userID:@"xiaojun" expecting:[UserSigExpectation userBuf:bytes] now:nil error:NULL] != nil);
    NSError *error = nil;
    CHECK([app verifyTicket:ticket userID:@"xiaojun" expecting:[UserSigExpectation noUserBuf] now:nil error:&error] == nil);
    CHECK(kindOf(error) == 110);
    ticket = [app signUserID:@"xiaojun" expire:DAY userBuf:[NSData data] now:nil error:NULL];
    CHECK([[app verifyTicket:ticket userID:@"xiaojun" error:NULL].userBuf length] == 0);
    CHECK([app verifyTicket:ticket userID:@"xiaojun" error:NULL].userBuf != nil);
    NSData *large = [NSMutableData dataWithLength:4000];
    ticket = [app signUserID:@"xiaojun" expire:DAY userBuf:large now:nil error:NULL];
    CHECK([[app verifyTicket:ticket userID:@"xiaojun" error:NULL].userBuf isEqualToData:large]);

    UserSigRoom *room = [UserSigRoom roomWithString:@"room a"];
    ticket = [app privateMapKeyForUserID:@"xiaojun" expire:DAY room:room privileges:42 now:nil error:NULL];
    UserSigExpectation *wanted = [UserSigExpectation room:room privileges:2];
    UserSigOutcome *verified = [app verifyTicket:ticket userID:@"xiaojun" expecting:wanted now:nil error:NULL];
    CHECK([verified.room.name isEqualToString:@"room a"] && verified.privileges == 42);
    CHECK(verified.roomExpiresAt == verified.expiresAt);
    wanted = [UserSigExpectation room:[UserSigRoom roomWithID:1] privileges:0];
    CHECK([app verifyTicket:ticket userID:@"xiaojun" expecting:wanted now:nil error:&error] == nil && kindOf(error) == 113);
    CHECK([app privateMapKeyForUserID:@"xiaojun" expire:DAY room:[UserSigRoom roomWithID:0] privileges:1 now:nil error:&error] == nil);
    CHECK(kindOf(error) == 7 && [error code] == -3318);
    CHECK([app privateMapKeyForUserID:@"xiaojun" expire:DAY room:nil privileges:1 now:nil error:&error] == nil && kindOf(error) == 7);
}

static void manyAndOptions(void) {
    NSError *error = nil;
    UserSigOptions *options = [[[UserSigOptions alloc] init] autorelease];
    options.userIDForm = UserSigUserIDFormUTF8;
    options.encoding = UserSigEncodingStored;
    NSArray *keys = [NSArray arrayWithObjects:KEY, @"older", nil];
    UserSigApplication *app = [[[UserSigApplication alloc] initWithSDKAppID:SDKAPPID_OF_TESTS keys:keys options:options error:NULL] autorelease];
    NSString *longest = [@"" stringByPaddingToLength:2048 withString:@"x" startingAtIndex:0];
    NSArray *users = [NSArray arrayWithObjects:@"xiaojun", @"xiao\njun", longest, [NSNull null], @"\u5c0f\u519b", nil];
    NSArray *made = [app signUserIDs:users expire:DAY now:at(MOMENT) error:&error];
    CHECK([made count] == 5);
    CHECK([[made objectAtIndex:0] isEqual:[app signUserID:@"xiaojun" expire:DAY userBuf:nil now:at(MOMENT) error:NULL]]);
    CHECK(kindOf([made objectAtIndex:1]) == 1 && [[made objectAtIndex:1] code] == -3319);
    CHECK([[[made objectAtIndex:1] localizedDescription] hasSuffix:[[made objectAtIndex:1] localizedRecoverySuggestion]]);
    CHECK([[made objectAtIndex:2] isEqual:[app signUserID:longest expire:DAY userBuf:nil now:at(MOMENT) error:NULL]]);
    CHECK(kindOf([made objectAtIndex:3]) == 1);
    CHECK([app verifyTicket:[made objectAtIndex:4] userID:@"\u5c0f\u519b" expecting:nil now:at(MOMENT) error:NULL] != nil);
    NSArray *whose = [NSArray arrayWithObjects:@"xiaojun", @"xiaohong", longest, nil];
    NSArray *tickets = [NSArray arrayWithObjects:[made objectAtIndex:0], [made objectAtIndex:0], [made objectAtIndex:2], nil];
    NSArray *verified = [app verifyTickets:tickets userIDs:whose expecting:nil now:at(MOMENT) error:&error];
    CHECK([verified count] == 3 && [[verified objectAtIndex:0] isEqual:at(MOMENT + DAY)]);
    CHECK(kindOf([verified objectAtIndex:1]) == 105 && [[verified objectAtIndex:1] code] == 70013);
    CHECK([[verified objectAtIndex:2] isEqual:at(MOMENT + DAY)]);
    verified = [app verifyTickets:tickets userIDs:whose expecting:[UserSigExpectation userBuf:[NSData data]] now:at(MOMENT) error:&error];
    CHECK(kindOf([verified objectAtIndex:0]) == 111);
    CHECK([[app verifyTickets:[NSArray array] userIDs:[NSArray array] expecting:nil now:nil error:NULL] count] == 0);
    CHECK([[app signUserIDs:[NSArray array] expire:DAY now:nil error:NULL] count] == 0);
    CHECK([app signUserIDs:nil expire:DAY now:nil error:&error] == nil && kindOf(error) == 1);
    CHECK([app signUserIDs:users expire:-1 now:nil error:&error] == nil && kindOf(error) == 4);
    UserSigApplication *older = application(@"older");
    CHECK([app verifyTicket:[older signUserID:@"xiaojun" expire:DAY error:NULL] userID:@"xiaojun" error:NULL].keyIndex == 1);
    options.maxClockSkew = at(-1);
    CHECK([[UserSigApplication alloc] initWithSDKAppID:SDKAPPID_OF_TESTS keys:keys options:options error:&error] == nil);
    CHECK(kindOf(error) == 10);
}

static void badInput(void) {
    NSError *error = nil;
    const int64_t numbers[] = {0, -1, 4294967296LL};
    unsigned row;
    for (row = 0; row < 3; row++) {
        CHECK([[UserSigApplication alloc] initWithSDKAppID:numbers[row] key:KEY error:&error] == nil);
        CHECK(kindOf(error) == 2 && [error code] == -3317);
    }
    NSArray *keys = [NSArray arrayWithObjects:@"", @"-----BEGIN PRIVATE KEY-----", [NSNull null], at(1), nil];
    for (row = 0; row < [keys count]; row++) {
        CHECK([[UserSigApplication alloc] initWithSDKAppID:1 key:[keys objectAtIndex:row] error:&error] == nil);
        CHECK(kindOf(error) == 3);
    }
    CHECK([[UserSigApplication alloc] initWithSDKAppID:1 key:nil error:&error] == nil && kindOf(error) == 3);
    CHECK([[UserSigApplication alloc] initWithSDKAppID:1 keys:nil options:nil error:&error] == nil && kindOf(error) == 3);

    UserSigApplication *app = application(KEY);
    const unichar lone[] = {'x', 0xd800}, nul[] = {'x', 0, 'y'};
    NSArray *users = [NSArray arrayWithObjects:@"", @"xiao\njun", [NSString stringWithCharacters:lone length:2],
                                               [NSString stringWithCharacters:nul length:3], [NSNull null], at(7),
                                               [@"" stringByPaddingToLength:1 << 20 withString:@"x" startingAtIndex:0], nil];
    for (row = 0; row < [users count]; row++) {
        CHECK([app signUserID:[users objectAtIndex:row] expire:DAY error:&error] == nil);
        CHECK(kindOf(error) == 1 && [error code] == -3319);
    }
    CHECK([app signUserID:nil expire:DAY error:&error] == nil && kindOf(error) == 1);
    CHECK([app signUserID:nil expire:DAY error:NULL] == nil);
    CHECK([app signUserID:@"xiaojun" expire:-1 error:&error] == nil && kindOf(error) == 4);
    CHECK([app signUserID:@"xiaojun" expire:1 userBuf:nil now:at(-1) error:&error] == nil && kindOf(error) == 5);
    CHECK([app signUserID:@"xiaojun" expire:1 userBuf:(id)@"text" now:nil error:&error] == nil && kindOf(error) == 6);
    CHECK([app verifyTicket:nil userID:@"xiaojun" error:&error] == nil && kindOf(error) == 9);
    CHECK([app verifyTicket:@"" userID:@"xiaojun" error:&error] == nil && kindOf(error) == 101);
    // GNUstep drops a byte order mark where a string begins with it, but not in front of a part.
    NSString *ticket = [app signUserID:@"xiaojun" expire:DAY error:NULL];
    NSString *marked = [[@"x\ufeff" stringByAppendingString:ticket] substringFromIndex:1];
    CHECK([app verifyTicket:marked userID:@"xiaojun" error:&error] == nil && [error code] == 70003);
    CHECK([app verifyTicket:@"eJ" userID:nil error:&error] == nil && kindOf(error) == 1);
    NSArray *one = [NSArray arrayWithObject:@"xiaojun"], *two = [NSArray arrayWithObjects:@"xiaojun", at(7), nil];
    CHECK([app verifyTickets:nil userIDs:one expecting:nil now:nil error:&error] == nil && kindOf(error) == 9);
    CHECK([app verifyTickets:one userIDs:nil expecting:nil now:nil error:&error] == nil && kindOf(error) == 1);
    CHECK([app verifyTickets:one userIDs:two expecting:nil now:nil error:&error] == nil && kindOf(error) == 10);
    CHECK([app verifyTickets:one userIDs:one expecting:nil now:at(-1) error:&error] == nil && kindOf(error) == 5);
    CHECK(kindOf([[app verifyTickets:two userIDs:two expecting:nil now:nil error:NULL] objectAtIndex:1]) == 1);
    CHECK([app verifyTicket:@"eJ" userID:@"x" expecting:[UserSigExpectation userBuf:nil] now:nil error:&error] == nil && kindOf(error) == 6);
    CHECK([app verifyTicket:@"eJ" userID:@"x" expecting:[UserSigExpectation room:[UserSigRoom roomWithString:nil] privileges:0] now:nil error:&error] == nil && kindOf(error) == 7);
}

// Objects of another class in each place, such as what a JSON reader hands out.
static void otherClasses(void) {
    UserSigApplication *app = application(KEY);
    NSString *ticket = [app signUserID:@"xiaojun" expire:DAY error:NULL];
    NSArray *others = [NSArray arrayWithObjects:[NSNull null], at(7), @"text", [[[NSObject alloc] init] autorelease], nil];
    for (id other in others) {
        NSError *error = nil;
        BOOL text = [other isKindOfClass:[NSString class]], number = [other isKindOfClass:[NSNumber class]];
        NSArray *keys = [NSArray arrayWithObject:KEY];
        CHECK([[UserSigApplication alloc] initWithSDKAppID:1 keys:keys options:other error:&error] == nil && kindOf(error) == 10);
        CHECK([[UserSigApplication alloc] initWithSDKAppID:1 keys:other options:nil error:&error] == nil && kindOf(error) == 3);
        CHECK([app signUserID:@"xiaojun" expire:1 userBuf:other now:nil error:&error] == nil && kindOf(error) == 6);
        CHECK([app privateMapKeyForUserID:@"xiaojun" expire:1 room:other privileges:1 now:nil error:&error] == nil && kindOf(error) == 7);
        CHECK([app signUserIDs:other expire:1 now:nil error:&error] == nil && kindOf(error) == 1);
        CHECK([app verifyTicket:ticket userID:@"xiaojun" expecting:other now:nil error:&error] == nil && kindOf(error) == 10);
        CHECK([app verifyTickets:[NSArray array] userIDs:[NSArray array] expecting:other now:nil error:&error] == nil && kindOf(error) == 10);
        UserSigExpectation *wanted = [UserSigExpectation room:other privileges:0];
        CHECK([app verifyTicket:ticket userID:@"xiaojun" expecting:wanted now:nil error:&error] == nil && kindOf(error) == 7);
        CHECK([UserSigApplication diagnoseTicket:ticket sdkAppID:nil userID:nil keys:other now:nil error:&error] == nil && kindOf(error) == 3);
        CHECK([UserSigApplication diagnoseTicket:ticket sdkAppID:nil userID:nil keys:nil others:other now:nil error:&error] == nil && kindOf(error) == 10);
        if (!text) {
            UserSigRoom *room = [UserSigRoom roomWithString:other];
            CHECK([app privateMapKeyForUserID:@"xiaojun" expire:1 room:room privileges:1 now:nil error:&error] == nil && kindOf(error) == 7);
            CHECK([UserSigApplication diagnoseTicket:ticket sdkAppID:nil userID:other keys:nil now:nil error:&error] == nil && kindOf(error) == 1);
        }
        if (!number) {
            CHECK([app signUserID:@"xiaojun" expire:1 userBuf:nil now:other error:&error] == nil && kindOf(error) == 5);
            UserSigOptions *options = [[[UserSigOptions alloc] init] autorelease];
            options.maxClockSkew = other;
            CHECK([[UserSigApplication alloc] initWithSDKAppID:1 keys:keys options:options error:&error] == nil && kindOf(error) == 10);
        }
    }
}

// Numbers that 64 bits do not hold, and the one that means to the C library: left out.
static void numbersThatAreNone(void) {
    UserSigApplication *app = application(KEY);
    NSString *ticket = [app signUserID:@"xiaojun" expire:DAY error:NULL];
    NSArray *keys = [NSArray arrayWithObject:KEY], *row = [NSArray arrayWithObject:@"xiaojun"];
    NSArray *numbers = [NSArray arrayWithObjects:at(INT64_MIN), [NSNumber numberWithDouble:__builtin_nan("")],
                                                 [NSNumber numberWithUnsignedLongLong:1ULL << 63],
                                                 [NSNumber numberWithDouble:0x1p63], [NSNumber numberWithFloat:-0x1p64f],
                                                 [NSNumber numberWithDouble:__builtin_inf()], nil];
    for (NSNumber *none in numbers) {
        NSError *error = nil;
        CHECK([app signUserID:@"xiaojun" expire:1 userBuf:nil now:none error:&error] == nil && kindOf(error) == 5);
        CHECK([app privateMapKeyForUserID:@"xiaojun" expire:1 room:[UserSigRoom roomWithID:1] privileges:1 now:none error:&error] == nil && kindOf(error) == 5);
        CHECK([app signUserIDs:row expire:1 now:none error:&error] == nil && kindOf(error) == 5);
        CHECK([app verifyTicket:ticket userID:@"xiaojun" expecting:nil now:none error:&error] == nil && kindOf(error) == 5);
        CHECK([app verifyTickets:row userIDs:row expecting:nil now:none error:&error] == nil && kindOf(error) == 5);
        CHECK([UserSigApplication diagnoseTicket:ticket sdkAppID:none userID:nil keys:nil now:nil error:&error] == nil && kindOf(error) == 2);
        CHECK([UserSigApplication diagnoseTicket:ticket sdkAppID:nil userID:nil keys:nil now:none error:&error] == nil && kindOf(error) == 5);
        UserSigOptions *options = [[[UserSigOptions alloc] init] autorelease];
        options.maxClockSkew = none;
        CHECK([[UserSigApplication alloc] initWithSDKAppID:1 keys:keys options:options error:&error] == nil && kindOf(error) == 10);
        options.maxClockSkew = nil;
        options.longestValidity = none;
        CHECK([[UserSigApplication alloc] initWithSDKAppID:1 keys:keys options:options error:&error] == nil && kindOf(error) == 10);
    }
    // These are some: the clock of Foundation has fractions, and the largest is far in the future.
    ticket = [app signUserID:@"xiaojun" expire:DAY userBuf:nil now:[NSNumber numberWithDouble:MOMENT + 0.75] error:NULL];
    CHECK([app verifyTicket:ticket userID:@"xiaojun" expecting:nil now:[NSNumber numberWithUnsignedLongLong:MOMENT] error:NULL].time == MOMENT);
    NSError *error = nil;
    CHECK([app verifyTicket:ticket userID:@"xiaojun" expecting:nil now:at(INT64_MAX) error:&error] == nil && [error code] == 70001);
}

// As the demos call it.
static void testTickets(void) {
    NSString *ticket = [GenerateTestUserSig genTestUserSig:@"xiaojun"];
    UserSigOutcome *verified = [application(SECRETKEY) verifyTicket:ticket userID:@"xiaojun" error:NULL];
    CHECK(verified.expire == EXPIRETIME && EXPIRETIME == 604800 && SDKAPPID == SDKAppID && SDKSECRETKEY == SECRETKEY);
    ticket = [GenerateTestUserSig genTestUserSig:@"xiao jun" SDKAPPID:SDKAPPID EXPIRETIME:60 SECRETKEY:@"another"];
    CHECK([application(@"another") verifyTicket:ticket userID:@"xiao jun" error:NULL].expire == 60);
    CHECK([[GenerateTestUserSig genTestUserSig:nil] isEqualToString:@""]);
    CHECK([[GenerateTestUserSig genTestUserSig:@"xiao\njun"] isEqualToString:@""]);
    CHECK([[GenerateTestUserSig genTestUserSig:@"xiaojun" SDKAPPID:0 EXPIRETIME:60 SECRETKEY:@"another"] isEqualToString:@""]);
    CHECK([[GenerateTestUserSig genTestUserSig:@"xiaojun" SDKAPPID:1 EXPIRETIME:60 SECRETKEY:PRIVATE_PEM] isEqualToString:@""]);
    // As the current pages call it.
    [GenerateTestUserSig setSDKAPPID:1400000001];
    [GenerateTestUserSig setSECRETKEY:KEY];
    ticket = [GenerateTestUserSig genTestUserSig:@"xiaojun"];
    UserSigApplication *app = [[[UserSigApplication alloc] initWithSDKAppID:1400000001 key:KEY error:NULL] autorelease];
    CHECK([app verifyTicket:ticket userID:@"xiaojun" error:NULL].expire == EXPIRETIME);
    [GenerateTestUserSig setSECRETKEY:nil];
    CHECK([[GenerateTestUserSig genTestUserSig:@"xiaojun"] isEqualToString:@""]);
    [GenerateTestUserSig setSECRETKEY:(id)at(7)];
    CHECK([[GenerateTestUserSig genTestUserSig:@"xiaojun"] isEqualToString:@""]);
}

int main(void) {
    run(ticketsVerify);
    run(userBufAndRooms);
    run(manyAndOptions);
    run(badInput);
    run(otherClasses);
    run(numbersThatAreNone);
    run(testTickets);
    return finish("interface tests");
}
