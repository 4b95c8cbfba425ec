#import "UserSigValues.h"

// Texts of an array as the C library takes them. The two pieces of data hold the arrays, and
// texts the bytes that they point to.
typedef struct {
    NSMutableArray *texts;
    NSMutableData *starts;
    NSMutableData *lengths;
    size_t count;
} UserSigTexts;

static UserSigTexts UserSigTextsOf(NSArray *list) {
    UserSigTexts texts = {[NSMutableArray array], [NSMutableData data], [NSMutableData data], 0};
    if (![list isKindOfClass:[NSArray class]]) {
        return texts;
    }
    for (id text in list) {
        NSData *bytes = UserSigUTF8(text);
        const char *start = UserSigStart(bytes);
        size_t length = [bytes length];
        if (bytes != nil) {
            [texts.texts addObject:bytes];
        }
        [texts.starts appendBytes:&start length:sizeof start];
        [texts.lengths appendBytes:&length length:sizeof length];
        texts.count++;
    }
    return texts;
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
    // What is no array has one key that is missing, which the library refuses.
    BOOL list = [keys isKindOfClass:[NSArray class]];
    UserSigTexts texts = UserSigTextsOf(list ? keys : [NSArray arrayWithObject:[NSNull null]]);
    UserSigOptions *chosen = options != nil ? options : US_AUTORELEASE([[UserSigOptions alloc] init]);
    usersig_options native = [chosen native];
    int32_t status = usersig_application_with_keys_new(sdkAppID, [texts.starts bytes], [texts.lengths bytes], texts.count,
                                                       &native, &_native);
    if (!UserSigCheck(status, error)) {
        US_RELEASE(self);
        return nil;
    }
    return self;
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
    NSData *user = UserSigUTF8(userID), *carried = UserSigBytes(userBuf);
    // An object that is not data has a length and no bytes, which the library refuses.
    size_t carried_len = userBuf != nil && carried == nil ? 1 : [carried length];
    NSString *ticket;
    US_FILLED(ticket, 512, error,
              usersig_sign(_native, UserSigStart(user), [user length], expire, UserSigStart(carried), carried_len,
                           UserSigMoment(now), out, size, &len));
    return ticket;
}

- (NSString *)privateMapKeyForUserID:(NSString *)userID
                              expire:(int64_t)expire
                                room:(UserSigRoom *)room
                          privileges:(int64_t)privileges
                                 now:(NSNumber *)now
                               error:(NSError **)error {
    NSData *user = UserSigUTF8(userID), *name = UserSigUTF8(room.name);
    NSString *ticket;
    if (name != nil) {
        US_FILLED(ticket, 1024, error,
                  usersig_sign_private_map_key_str(_native, UserSigStart(user), [user length], expire, UserSigStart(name),
                                                   [name length], privileges, UserSigMoment(now), out, size, &len));
    } else {
        US_FILLED(ticket, 1024, error,
                  usersig_sign_private_map_key(_native, UserSigStart(user), [user length], expire, room.number, privileges,
                                               UserSigMoment(now), out, size, &len));
    }
    return ticket;
}

- (NSArray *)signUserIDs:(NSArray *)userIDs expire:(int64_t)expire now:(NSNumber *)now error:(NSError **)error {
    if (![userIDs isKindOfClass:[NSArray class]]) {
        UserSigCheck(usersig_sign_many_packed(_native, NULL, NULL, 1, expire, 0, NULL, 0, NULL, NULL, NULL), error);
        return nil;
    }
    NSMutableData *packed = [NSMutableData data];
    NSMutableData *ends = [NSMutableData dataWithLength:sizeof(size_t)];
    NSUInteger count = [userIDs count];
    for (NSUInteger row = 0; row < count; row++) {
        NSData *user = UserSigUTF8([userIDs objectAtIndex:row]);
        if (user != nil) {
            [packed appendData:user];
        }
        size_t end = [packed length];
        [ends appendBytes:&end length:sizeof end];
    }
    NSMutableData *out = [NSMutableData dataWithLength:count * 256 + [packed length]];
    NSMutableData *offsets = [NSMutableData dataWithLength:(count + 1) * sizeof(size_t)];
    NSMutableData *statuses = [NSMutableData dataWithLength:count * sizeof(int32_t)];
    size_t len = 0;
    int32_t status = USERSIG_BUFFER_TOO_SMALL;
    for (int attempt = 0; attempt < 2 && status == USERSIG_BUFFER_TOO_SMALL; attempt++) {
        if (attempt == 1) {
            [out setLength:len];
        }
        status = usersig_sign_many_packed(_native, [packed bytes], [ends bytes], count, expire, UserSigMoment(now),
                                          [out mutableBytes], [out length], &len, [offsets mutableBytes],
                                          [statuses mutableBytes]);
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
                                UserSigMoment(now), &native, out, capacity);
    }
    if (!UserSigCheck(status, error)) {
        return nil;
    }
    return US_AUTORELEASE([[UserSigOutcome alloc] initWithNative:&native userBuf:out]);
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

+ (NSString *)inspectTicket:(NSString *)ticket error:(NSError **)error {
    NSData *sig = UserSigUTF8(ticket);
    NSString *json;
    US_FILLED(json, 2048, error, usersig_inspect_json(UserSigStart(sig), [sig length], out, size, &len));
    return json;
}

+ (NSString *)diagnoseTicket:(NSString *)ticket
                    sdkAppID:(NSNumber *)sdkAppID
                      userID:(NSString *)userID
                        keys:(NSArray *)keys
                         now:(NSNumber *)now
                       error:(NSError **)error {
    NSData *sig = UserSigUTF8(ticket), *user = UserSigUTF8(userID);
    UserSigTexts texts = UserSigTextsOf(keys);
    usersig_symptoms symptoms;
    usersig_symptoms_init(&symptoms);
    symptoms.sdkappid = UserSigMoment(sdkAppID);
    symptoms.now = UserSigMoment(now);
    symptoms.userid = UserSigStart(user);
    symptoms.userid_len = [user length];
    symptoms.keys = [texts.starts bytes];
    symptoms.key_lens = [texts.lengths bytes];
    symptoms.key_count = texts.count;
    NSString *json;
    US_FILLED(json, 4096, error, usersig_diagnose_json(UserSigStart(sig), [sig length], &symptoms, out, size, &len));
    return json;
}

+ (NSString *)version {
    return UserSigText(usersig_version(), strlen(usersig_version()));
}

@end
