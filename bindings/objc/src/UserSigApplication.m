#import "UserSigValues.h"

// Keys as the C library takes them. The two pieces of data hold the arrays, and secrets the
// bytes that they point to.
typedef struct {
    NSMutableArray *secrets;
    NSMutableData *starts;
    NSMutableData *lengths;
    size_t count;
} UserSigKeys;

static UserSigKeys UserSigKeysOf(NSArray *list) {
    UserSigKeys keys = {[NSMutableArray array], [NSMutableData data], [NSMutableData data], [list count]};
    for (id text in list) {
        NSMutableData *secret = UserSigSecret(text);
        const char *start = UserSigStart(secret);
        size_t length = [secret length];
        if (secret != nil) {
            [keys.secrets addObject:secret];
        }
        [keys.starts appendBytes:&start length:sizeof start];
        [keys.lengths appendBytes:&length length:sizeof length];
    }
    return keys;
}

static void UserSigWipeKeys(UserSigKeys keys) {
    for (NSMutableData *secret in keys.secrets) {
        UserSigWipe(secret);
    }
}

// Texts of an array in one piece of memory: each ends where the next one begins. What is no
// text is empty, which its row is refused for.
typedef struct {
    NSMutableData *bytes;
    NSMutableData *offsets;
} UserSigPacked;

static UserSigPacked UserSigPack(NSArray *list) {
    UserSigPacked packed = {[NSMutableData data], [NSMutableData dataWithLength:sizeof(size_t)]};
    for (id text in list) {
        NSData *bytes = UserSigUTF8(text);
        if (bytes != nil) {
            [packed.bytes appendData:bytes];
        }
        size_t end = [packed.bytes length];
        [packed.offsets appendBytes:&end length:sizeof end];
    }
    return packed;
}

// Whether an object is an array; otherwise hands out an error of that kind.
static BOOL UserSigIsList(id list, int32_t kind, NSError **error) {
    return list == nil ? UserSigCheck(usersig_refuse(kind, USERSIG_MISSING), error)
                       : UserSigFits(list, [NSArray class], kind, error);
}

// A text that the C library writes into a buffer, first of a size that is usually enough.
#define US_FILLED(made, capacity, error, call)                                      \
    do {                                                                            \
        char few[capacity], *out = few;                                             \
        size_t size = sizeof few, len = 0;                                          \
        NSMutableData *many = nil;                                                  \
        int32_t status = call;                                                      \
        if (status == USERSIG_BUFFER_TOO_SMALL) {                                   \
            many = [NSMutableData dataWithLength:len];                              \
            out = [many mutableBytes];                                              \
            size = len;                                                             \
            status = call;                                                          \
        }                                                                           \
        made = UserSigCheck(status, error) ? UserSigText(out, len) : nil;           \
    } while (0)

@implementation UserSigApplication

- (instancetype)initWithSDKAppID:(int64_t)sdkAppID key:(NSString *)key error:(NSError **)error {
    NSArray *keys = [NSArray arrayWithObject:key == nil ? (id)[NSNull null] : (id)key];
    return [self initWithSDKAppID:sdkAppID keys:keys options:nil error:error];
}

- (instancetype)initWithSDKAppID:(int64_t)sdkAppID
                            keys:(NSArray *)keys
                         options:(UserSigOptions *)options
                           error:(NSError **)error {
    self = [super init];
    if (self == nil) {
        return nil;
    }
    if (UserSigIsList(keys, USERSIG_INVALID_KEY, error) &&
        UserSigFits(options, [UserSigOptions class], USERSIG_INVALID_ARGUMENT, error)) {
        UserSigKeys list = UserSigKeysOf(keys);
        UserSigOptions *chosen = options != nil ? options : US_AUTORELEASE([[UserSigOptions alloc] init]);
        usersig_options native = [chosen native];
        int32_t status = usersig_application_with_keys_new(sdkAppID, [list.starts bytes], [list.lengths bytes], list.count,
                                                           &native, &_native);
        UserSigWipeKeys(list);
        if (UserSigCheck(status, error)) {
            return self;
        }
    }
    US_RELEASE(self);
    return nil;
}

- (void)dealloc {
    usersig_application_free(_native);
    US_DEALLOC;
}

- (NSString *)signUserID:(NSString *)userID expire:(int64_t)expire error:(NSError **)error {
    return [self signUserID:userID expire:expire userBuf:nil now:nil error:error];
}

- (NSString *)signUserID:(NSString *)userID
                  expire:(int64_t)expire
                 userBuf:(NSData *)userBuf
                     now:(NSNumber *)now
                   error:(NSError **)error {
    if (!UserSigFits(userBuf, [NSData class], USERSIG_INVALID_USERBUF, error)) {
        return nil;
    }
    NSData *user = UserSigUTF8(userID);
    NSString *ticket;
    US_FILLED(ticket, 512, error,
              usersig_sign(_native, UserSigStart(user), [user length], expire, UserSigStart(userBuf), [userBuf length],
                           UserSigGiven(now), out, size, &len));
    return ticket;
}

- (NSString *)privateMapKeyForUserID:(NSString *)userID
                              expire:(int64_t)expire
                                room:(UserSigRoom *)room
                          privileges:(int64_t)privileges
                                 now:(NSNumber *)now
                               error:(NSError **)error {
    if (!UserSigFits(room, [UserSigRoom class], USERSIG_INVALID_ROOM, error)) {
        return nil;
    }
    NSData *user = UserSigUTF8(userID), *name = UserSigUTF8(room.name);
    NSString *ticket;
    if (name != nil) {
        US_FILLED(ticket, 1024, error,
                  usersig_sign_private_map_key_str(_native, UserSigStart(user), [user length], expire, UserSigStart(name),
                                                   [name length], privileges, UserSigGiven(now), out, size, &len));
    } else {
        US_FILLED(ticket, 1024, error,
                  usersig_sign_private_map_key(_native, UserSigStart(user), [user length], expire, room.number, privileges,
                                               UserSigGiven(now), out, size, &len));
    }
    return ticket;
}

- (NSArray *)signUserIDs:(NSArray *)userIDs expire:(int64_t)expire now:(NSNumber *)now error:(NSError **)error {
    if (!UserSigIsList(userIDs, USERSIG_INVALID_USERID, error)) {
        return nil;
    }
    NSUInteger count = [userIDs count];
    UserSigPacked users = UserSigPack(userIDs);
    // Enough for usual tickets of both algorithms; what is longer is told and asked for once more.
    NSMutableData *out = [NSMutableData dataWithLength:count * 512 + [users.bytes length] * 2];
    NSMutableData *offsets = [NSMutableData dataWithLength:(count + 1) * sizeof(size_t)];
    NSMutableData *statuses = [NSMutableData dataWithLength:count * sizeof(int32_t)];
    size_t len = 0;
    int32_t status = USERSIG_BUFFER_TOO_SMALL;
    for (int attempt = 0; attempt < 2 && status == USERSIG_BUFFER_TOO_SMALL; attempt++) {
        if (attempt == 1) {
            [out setLength:len];
        }
        status = usersig_sign_many_packed(_native, [users.bytes bytes], [users.offsets bytes], count, expire,
                                          UserSigGiven(now), [out mutableBytes], [out length], &len,
                                          [offsets mutableBytes], [statuses mutableBytes]);
    }
    if (!UserSigCheck(status, error)) {
        return nil;
    }
    NSMutableArray *rows = [NSMutableArray arrayWithCapacity:count];
    const size_t *offset = [offsets bytes];
    const int32_t *refused = [statuses bytes];
    for (NSUInteger row = 0; row < count; row++) {
        const char *ticket = (const char *)[out bytes] + offset[row];
        [rows addObject:refused[row] == USERSIG_OK ? (id)UserSigText(ticket, offset[row + 1] - offset[row])
                                                   : (id)UserSigRowError(row)];
    }
    return rows;
}

- (UserSigOutcome *)verifyTicket:(NSString *)ticket userID:(NSString *)userID error:(NSError **)error {
    return [self verifyTicket:ticket userID:userID expecting:nil now:nil error:error];
}

- (UserSigOutcome *)verifyTicket:(NSString *)ticket
                          userID:(NSString *)userID
                       expecting:(UserSigExpectation *)expectation
                             now:(NSNumber *)now
                           error:(NSError **)error {
    if (!UserSigFits(expectation, [UserSigExpectation class], USERSIG_INVALID_ARGUMENT, error)) {
        return nil;
    }
    NSData *sig = UserSigUTF8(ticket), *user = UserSigUTF8(userID), *text = nil;
    usersig_expected expected = {0};
    if (expectation != nil) {
        expected = [expectation nativeWithText:&text];
    }
    usersig_outcome native;
    char few[512], *out = few;
    size_t capacity = sizeof few;
    int32_t status = USERSIG_BUFFER_TOO_SMALL;
    for (int attempt = 0; attempt < 2 && status == USERSIG_BUFFER_TOO_SMALL; attempt++) {
        if (attempt == 1) {
            capacity = native.userbuf_len;
            out = [[NSMutableData dataWithLength:capacity] mutableBytes];
        }
        status = usersig_verify(_native, UserSigStart(sig), [sig length], UserSigStart(user), [user length], &expected,
                                UserSigGiven(now), &native, out, capacity);
    }
    if (!UserSigCheck(status, error)) {
        return nil;
    }
    return US_AUTORELEASE([[UserSigOutcome alloc] initWithNative:&native userBuf:out]);
}

- (NSArray *)verifyTickets:(NSArray *)tickets
                   userIDs:(NSArray *)userIDs
                 expecting:(UserSigExpectation *)expectation
                       now:(NSNumber *)now
                     error:(NSError **)error {
    if (!UserSigIsList(tickets, USERSIG_INVALID_TICKET, error) || !UserSigIsList(userIDs, USERSIG_INVALID_USERID, error) ||
        !UserSigFits(expectation, [UserSigExpectation class], USERSIG_INVALID_ARGUMENT, error)) {
        return nil;
    }
    NSUInteger count = [tickets count];
    if ([userIDs count] != count) {
        UserSigCheck(usersig_refuse(USERSIG_INVALID_ARGUMENT, USERSIG_OUT_OF_RANGE), error);
        return nil;
    }
    NSData *text = nil;
    usersig_expected expected = {0};
    if (expectation != nil) {
        expected = [expectation nativeWithText:&text];
    }
    UserSigPacked sigs = UserSigPack(tickets), users = UserSigPack(userIDs);
    NSMutableData *outcomes = [NSMutableData dataWithLength:count * sizeof(usersig_outcome)];
    NSMutableData *statuses = [NSMutableData dataWithLength:count * sizeof(int32_t)];
    int32_t status = usersig_verify_many_packed(_native, [sigs.bytes bytes], [sigs.offsets bytes], [users.bytes bytes],
                                                [users.offsets bytes], count, &expected, UserSigGiven(now),
                                                [outcomes mutableBytes], [statuses mutableBytes]);
    if (!UserSigCheck(status, error)) {
        return nil;
    }
    NSMutableArray *rows = [NSMutableArray arrayWithCapacity:count];
    const usersig_outcome *verified = [outcomes bytes];
    const int32_t *refused = [statuses bytes];
    for (NSUInteger row = 0; row < count; row++) {
        [rows addObject:refused[row] == USERSIG_OK ? (id)[NSNumber numberWithLongLong:verified[row].expires_at]
                                                   : (id)UserSigRowError(row)];
    }
    return rows;
}

- (uint32_t)sdkAppID {
    return usersig_application_sdkappid(_native);
}

- (NSString *)keyFingerprint {
    char text[16];
    size_t len = 0;
    usersig_application_key_fingerprint(_native, text, sizeof text, &len);
    return UserSigText(text, len);
}

- (NSString *)description {
    return [NSString stringWithFormat:@"<UserSigApplication %u, key %@>", [self sdkAppID], [self keyFingerprint]];
}

+ (UserSigClaims *)inspectTicket:(NSString *)ticket error:(NSError **)error {
    NSData *sig = UserSigUTF8(ticket);
    usersig_claims *made = NULL;
    if (!UserSigCheck(usersig_inspect_alloc(UserSigStart(sig), [sig length], &made), error)) {
        return nil;
    }
    UserSigClaims *claims = [[UserSigClaims alloc] initWithClaims:made];
    usersig_claims_free(made);
    return US_AUTORELEASE(claims);
}

+ (UserSigDiagnosis *)diagnoseTicket:(NSString *)ticket
                            sdkAppID:(NSNumber *)sdkAppID
                              userID:(NSString *)userID
                                keys:(NSArray *)keys
                                 now:(NSNumber *)now
                               error:(NSError **)error {
    return [self diagnoseTicket:ticket sdkAppID:sdkAppID userID:userID keys:keys others:nil now:now error:error];
}

+ (UserSigDiagnosis *)diagnoseTicket:(NSString *)ticket
                            sdkAppID:(NSNumber *)sdkAppID
                              userID:(NSString *)userID
                                keys:(NSArray *)keys
                              others:(NSDictionary *)others
                                 now:(NSNumber *)now
                               error:(NSError **)error {
    if (!UserSigFits(userID, [NSString class], USERSIG_INVALID_USERID, error) ||
        !UserSigFits(keys, [NSArray class], USERSIG_INVALID_KEY, error) ||
        !UserSigFits(others, [NSDictionary class], USERSIG_INVALID_ARGUMENT, error)) {
        return nil;
    }
    NSArray *otherIDs = [others allKeys];
    NSMutableArray *otherKeys = [NSMutableArray array];
    NSMutableData *otherNumbers = [NSMutableData data];
    for (id otherID in otherIDs) {
        // One that is no number is out of range.
        int64_t number = UserSigGiven(otherID);
        [otherNumbers appendBytes:&number length:sizeof number];
        [otherKeys addObject:[others objectForKey:otherID]];
    }
    NSData *sig = UserSigUTF8(ticket), *user = UserSigUTF8(userID);
    UserSigKeys list = UserSigKeysOf(keys), otherList = UserSigKeysOf(otherKeys);
    usersig_symptoms symptoms;
    usersig_symptoms_init(&symptoms);
    symptoms.sdkappid = UserSigGiven(sdkAppID);
    symptoms.now = UserSigGiven(now);
    symptoms.userid = UserSigStart(user);
    symptoms.userid_len = [user length];
    symptoms.keys = [list.starts bytes];
    symptoms.key_lens = [list.lengths bytes];
    symptoms.key_count = list.count;
    symptoms.other_sdkappids = [otherNumbers bytes];
    symptoms.other_keys = [otherList.starts bytes];
    symptoms.other_key_lens = [otherList.lengths bytes];
    symptoms.other_count = otherList.count;
    usersig_diagnosis *made = NULL;
    int32_t status = usersig_diagnose_alloc(UserSigStart(sig), [sig length], &symptoms, &made);
    UserSigWipeKeys(list);
    UserSigWipeKeys(otherList);
    if (!UserSigCheck(status, error)) {
        return nil;
    }
    UserSigDiagnosis *diagnosis = [[UserSigDiagnosis alloc] initWithDiagnosis:made];
    usersig_diagnosis_free(made);
    return US_AUTORELEASE(diagnosis);
}

+ (NSString *)version {
    return UserSigText(usersig_version(), strlen(usersig_version()));
}

@end
