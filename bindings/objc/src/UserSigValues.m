#import "UserSigValues.h"

@implementation UserSigRoom

@synthesize number = _number;
@synthesize name = _name;

+ (UserSigRoom *)roomWithID:(int64_t)number {
    UserSigRoom *room = [[self alloc] init];
    room->_number = number;
    return US_AUTORELEASE(room);
}

+ (UserSigRoom *)roomWithString:(NSString *)name {
    UserSigRoom *room = [[self alloc] init];
    // An empty name is a string room, too, which the library refuses; what is no text must not
    // become a number.
    room->_name = [name isKindOfClass:[NSString class]] ? [name copy] : @"";
    return US_AUTORELEASE(room);
}

- (void)dealloc {
    US_RELEASE(_name);
    US_DEALLOC;
}

@end

@implementation UserSigExpectation

+ (UserSigExpectation *)expectationOfKind:(int)kind {
    UserSigExpectation *expectation = [[self alloc] init];
    expectation->_kind = kind;
    return US_AUTORELEASE(expectation);
}

+ (UserSigExpectation *)anything {
    return [self expectationOfKind:USERSIG_EXPECT_ANY];
}

+ (UserSigExpectation *)noUserBuf {
    return [self expectationOfKind:USERSIG_EXPECT_NONE];
}

+ (UserSigExpectation *)userBuf:(NSData *)bytes {
    UserSigExpectation *expectation = [self expectationOfKind:USERSIG_EXPECT_USERBUF];
    expectation->_userBuf = [UserSigBytes(bytes) copy];
    return expectation;
}

+ (UserSigExpectation *)room:(UserSigRoom *)room privileges:(int64_t)mask {
    // What is no room is one without a name, which the library refuses.
    UserSigRoom *known = [room isKindOfClass:[UserSigRoom class]] ? room : nil;
    BOOL numeric = known != nil && known.name == nil;
    UserSigExpectation *expectation = [self expectationOfKind:numeric ? USERSIG_EXPECT_ROOM_ID : USERSIG_EXPECT_ROOM_STR];
    expectation->_room = US_RETAIN(known);
    expectation->_privileges = mask;
    return expectation;
}

- (usersig_expected)nativeWithText:(NSData **)text {
    *text = _kind == USERSIG_EXPECT_ROOM_STR ? UserSigUTF8(_room.name) : _userBuf;
    usersig_expected native = {0};
    native.kind = _kind;
    native.text = UserSigStart(*text);
    native.text_len = [*text length];
    native.room_id = _room.number;
    native.privileges = _privileges;
    return native;
}

- (void)dealloc {
    US_RELEASE(_userBuf);
    US_RELEASE(_room);
    US_DEALLOC;
}

@end

@implementation UserSigOutcome

@synthesize time = _time;
@synthesize expire = _expire;
@synthesize expiresAt = _expiresAt;
@synthesize algorithm = _algorithm;
@synthesize keyIndex = _keyIndex;
@synthesize userBuf = _userBuf;
@synthesize room = _room;
@synthesize privileges = _privileges;
@synthesize roomExpiresAt = _roomExpiresAt;

- (instancetype)initWithNative:(const usersig_outcome *)native userBuf:(const char *)userBuf {
    self = [super init];
    if (self == nil) {
        return nil;
    }
    _time = native->time;
    _expire = native->expire;
    _expiresAt = native->expires_at;
    _algorithm = UserSigAlgorithmName(native->algorithm);
    _keyIndex = (NSUInteger)native->key_index;
    if (native->has_userbuf) {
        _userBuf = [[NSData alloc] initWithBytes:userBuf length:native->userbuf_len];
    }
    if (native->room_kind == USERSIG_ROOM_ID) {
        _room = US_RETAIN([UserSigRoom roomWithID:native->room_id]);
    } else if (native->room_kind == USERSIG_ROOM_STR) {
        NSString *name = UserSigText(userBuf + native->room_str_offset, native->room_str_len);
        _room = US_RETAIN([UserSigRoom roomWithString:name]);
    }
    _privileges = native->privileges;
    _roomExpiresAt = native->room_expires_at;
    return self;
}

- (void)dealloc {
    US_RELEASE(_userBuf);
    US_RELEASE(_room);
    US_DEALLOC;
}

@end

@implementation UserSigOptions

@synthesize userIDForm = _userIDForm;
@synthesize encoding = _encoding;
@synthesize maxClockSkew = _maxClockSkew;
@synthesize longestValidity = _longestValidity;
@synthesize legacyUTCOffset = _legacyUTCOffset;

- (usersig_options)native {
    usersig_options native;
    usersig_options_init(&native);
    native.userid_form = _userIDForm;
    native.encoding = _encoding;
    native.max_clock_skew = UserSigGiven(_maxClockSkew);
    native.longest_validity = UserSigGiven(_longestValidity);
    native.legacy_utc_offset = _legacyUTCOffset;
    return native;
}

- (void)dealloc {
    US_RELEASE(_maxClockSkew);
    US_RELEASE(_longestValidity);
    US_DEALLOC;
}

@end
