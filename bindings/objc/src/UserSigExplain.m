#import "UserSigValues.h"

// Copies of bytes of the C library, which the caller releases; nil if there are none.
static NSString *UserSigNewText(usersig_bytes bytes) {
    return bytes.data == NULL ? nil : US_RETAIN(UserSigText(bytes.data, bytes.len));
}

static NSData *UserSigNewData(usersig_bytes bytes) {
    return bytes.data == NULL ? nil : [[NSData alloc] initWithBytes:bytes.data length:bytes.len];
}

@implementation UserSigClaims

@synthesize algorithm = _algorithm;
@synthesize sdkAppID = _sdkAppID;
@synthesize userID = _userID;
@synthesize time = _time;
@synthesize expire = _expire;
@synthesize expiresAt = _expiresAt;
@synthesize userBuf = _userBuf;
@synthesize room = _room;
@synthesize privileges = _privileges;
@synthesize roomExpiresAt = _roomExpiresAt;
@synthesize signature = _signature;
@synthesize ticketJSON = _ticketJSON;
@synthesize json = _json;

- (instancetype)initWithClaims:(const usersig_claims *)native {
    self = [super init];
    if (self == nil) {
        return nil;
    }
    _algorithm = UserSigAlgorithmName(native->algorithm);
    _sdkAppID = native->sdkappid;
    _userID = UserSigNewText(native->userid);
    _time = native->time;
    _expire = native->expire;
    _expiresAt = native->expires_at;
    _userBuf = UserSigNewData(native->userbuf);
    if (native->room_kind == USERSIG_ROOM_ID) {
        _room = US_RETAIN([UserSigRoom roomWithID:native->room_id]);
    } else if (native->room_kind == USERSIG_ROOM_STR) {
        _room = US_RETAIN([UserSigRoom roomWithString:UserSigText(native->room_str.data, native->room_str.len)]);
    }
    _privileges = native->privileges;
    _roomExpiresAt = native->room_expires_at;
    _signature = UserSigNewData(native->signature);
    _ticketJSON = UserSigNewText(native->ticket_json);
    _json = UserSigNewText(native->json);
    return self;
}

- (NSString *)description {
    return [NSString stringWithFormat:@"<UserSigClaims %@ of %u, %@, until %lld>", _userID, _sdkAppID, _algorithm,
                                      (long long)_expiresAt];
}

- (void)dealloc {
    US_RELEASE(_userID);
    US_RELEASE(_userBuf);
    US_RELEASE(_room);
    US_RELEASE(_signature);
    US_RELEASE(_ticketJSON);
    US_RELEASE(_json);
    US_DEALLOC;
}

@end

@implementation UserSigCause

@synthesize identifier = _identifier;
@synthesize severity = _severity;
@synthesize text = _text;
@synthesize advice = _advice;

- (instancetype)initWithCause:(const usersig_cause *)native {
    self = [super init];
    if (self == nil) {
        return nil;
    }
    _identifier = UserSigNewText(native->id);
    _severity = (UserSigSeverity)native->severity;
    _text = UserSigNewText(native->text);
    _advice = UserSigNewText(native->advice);
    return self;
}

- (NSString *)description {
    return [NSString stringWithFormat:@"<UserSigCause %@: %@>", _identifier, _text];
}

- (void)dealloc {
    US_RELEASE(_identifier);
    US_RELEASE(_text);
    US_RELEASE(_advice);
    US_DEALLOC;
}

@end

@implementation UserSigDiagnosis

@synthesize kind = _kind;
@synthesize name = _name;
@synthesize code = _code;
@synthesize reason = _reason;
@synthesize causes = _causes;
@synthesize repaired = _repaired;
@synthesize claims = _claims;
@synthesize json = _json;

- (instancetype)initWithDiagnosis:(const usersig_diagnosis *)native {
    self = [super init];
    if (self == nil) {
        return nil;
    }
    _kind = native->kind;
    if (_kind != USERSIG_OK) {
        const char *name = usersig_kind_name(_kind);
        _name = US_RETAIN(UserSigText(name, strlen(name)));
    }
    _code = native->code;
    _reason = UserSigNewText(native->reason);
    NSMutableArray *causes = [NSMutableArray arrayWithCapacity:native->cause_count];
    for (size_t at = 0; at < native->cause_count; at++) {
        [causes addObject:US_AUTORELEASE([[UserSigCause alloc] initWithCause:&native->causes[at]])];
    }
    _causes = [causes copy];
    _repaired = UserSigNewText(native->repaired);
    if (native->claims != NULL) {
        _claims = [[UserSigClaims alloc] initWithClaims:native->claims];
    }
    _json = UserSigNewText(native->json);
    return self;
}

- (BOOL)isRejected {
    return _kind != USERSIG_OK;
}

- (BOOL)hasCause:(NSString *)identifier {
    for (UserSigCause *cause in _causes) {
        if ([cause.identifier isEqual:identifier]) {
            return YES;
        }
    }
    return NO;
}

- (NSString *)description {
    return [NSString stringWithFormat:@"<UserSigDiagnosis %ld %@, %@>", (long)_code, _reason, _causes];
}

- (void)dealloc {
    US_RELEASE(_name);
    US_RELEASE(_reason);
    US_RELEASE(_causes);
    US_RELEASE(_repaired);
    US_RELEASE(_claims);
    US_RELEASE(_json);
    US_DEALLOC;
}

@end
