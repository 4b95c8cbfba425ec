// usersig for Objective-C and Swift: the tickets (UserSig, PrivateMapKey) of Tencent's
// real-time services. For servers and tools; an app asks its server for a ticket.
//
//     NSError *error = nil;
//     UserSigApplication *app = [[UserSigApplication alloc] initWithSDKAppID:1400000000 key:key error:&error];
//     NSString *ticket = [app signUserID:@"xiaojun" expire:86400 error:&error];
//     UserSigOutcome *verified = [app verifyTicket:ticket userID:@"xiaojun" error:&error];
//
// What fails returns nil and an NSError of UserSigErrorDomain, whose code is Tencent's and
// whose description says what is wrong and what to do next; the latter alone is its recovery
// suggestion. nil as a text, or an object of another class, is such an error, too.

#import <Foundation/Foundation.h>

#ifdef __clang__
#define USERSIG_NULLABLE nullable
#define USERSIG_MAYBE _Nullable
#define USERSIG_ERROR NSError *_Nullable *_Nullable
#define USERSIG_LIST(type) NSArray<type> *
#else
#define USERSIG_NULLABLE
#define USERSIG_MAYBE
#define USERSIG_ERROR NSError **
#define USERSIG_LIST(type) NSArray *
#endif

NS_ASSUME_NONNULL_BEGIN

extern NSString *const UserSigErrorDomain;
// In the userInfo of an error: the stable name of its kind, for example invalid_userid.
extern NSString *const UserSigErrorNameKey;
// The number of its kind: below 100 a wrong request, from 101 on a rejected ticket.
extern NSString *const UserSigErrorKindKey;
// The code of the older C interface, 1 to 17.
extern NSString *const UserSigErrorCCodeKey;
// The code that the TRTC SDK reports for a rejected ticket; 0 for a wrong request.
extern NSString *const UserSigErrorTRTCCodeKey;

// The validity that generators default to: 180 days, in seconds.
static const int64_t UserSigDefaultExpire = 15552000;

// A room: a number from 1 to 4294967294, or a text. The two are different rooms.
@interface UserSigRoom : NSObject {
    int64_t _number;
    NSString *_name;
}
+ (UserSigRoom *)roomWithID:(int64_t)number;
+ (UserSigRoom *)roomWithString:(NSString *)name;
@property (nonatomic, readonly) int64_t number;
// The name of a string room, otherwise nil.
@property (nonatomic, readonly) NSString *USERSIG_MAYBE name;
@end

// What a request expects the ticket to carry.
@interface UserSigExpectation : NSObject {
    int _kind;
    NSData *_userBuf;
    UserSigRoom *_room;
    int64_t _privileges;
}
+ (UserSigExpectation *)anything;
+ (UserSigExpectation *)noUserBuf;
+ (UserSigExpectation *)userBuf:(NSData *)bytes;
// A PrivateMapKey of the user for this room, with at least the privileges of the mask.
+ (UserSigExpectation *)room:(UserSigRoom *)room privileges:(int64_t)mask;
@end

// What a verified ticket says. Times are Unix seconds.
@interface UserSigOutcome : NSObject {
    int64_t _time, _expire, _expiresAt, _roomExpiresAt;
    NSString *_algorithm;
    NSUInteger _keyIndex, _privileges;
    NSData *_userBuf;
    UserSigRoom *_room;
}
// Time of signing.
@property (nonatomic, readonly) int64_t time;
// Validity, seconds.
@property (nonatomic, readonly) int64_t expire;
// The last second at which the ticket is valid.
@property (nonatomic, readonly) int64_t expiresAt;
// hmac-sha256 or ecdsa-sha256.
@property (nonatomic, readonly) NSString *algorithm;
// Which key of the application made the signature, counted from 0.
@property (nonatomic, readonly) NSUInteger keyIndex;
// The bytes that the ticket carries, or nil; empty ones are not the same as none.
@property (nonatomic, readonly) NSData *USERSIG_MAYBE userBuf;
// The room, if the UserBuf is a PrivateMapKey; otherwise nil. Its account, SDKAppID and own
// time were compared only if a room was expected.
@property (nonatomic, readonly) UserSigRoom *USERSIG_MAYBE room;
@property (nonatomic, readonly) NSUInteger privileges;
// The last second of the PrivateMapKey itself.
@property (nonatomic, readonly) int64_t roomExpiresAt;
@end

// What a ticket claims. Nothing of it is verified: anybody can write a ticket. Times are Unix
// seconds.
@interface UserSigClaims : NSObject {
    int64_t _time, _expire, _expiresAt, _roomExpiresAt;
    uint32_t _sdkAppID;
    NSString *_algorithm, *_userID, *_ticketJSON, *_json;
    NSUInteger _privileges;
    NSData *_userBuf, *_signature;
    UserSigRoom *_room;
}
// How the ticket says it is signed: hmac-sha256 or ecdsa-sha256.
@property (nonatomic, readonly) NSString *algorithm;
@property (nonatomic, readonly) uint32_t sdkAppID;
@property (nonatomic, readonly) NSString *userID;
// Time of signing.
@property (nonatomic, readonly) int64_t time;
// Validity, seconds.
@property (nonatomic, readonly) int64_t expire;
// The last second at which the ticket says it is valid.
@property (nonatomic, readonly) int64_t expiresAt;
// The bytes that the ticket carries, or nil; empty ones are not the same as none.
@property (nonatomic, readonly) NSData *USERSIG_MAYBE userBuf;
// The room, if the UserBuf is a PrivateMapKey; otherwise nil.
@property (nonatomic, readonly) UserSigRoom *USERSIG_MAYBE room;
@property (nonatomic, readonly) NSUInteger privileges;
// The last second of the PrivateMapKey itself.
@property (nonatomic, readonly) int64_t roomExpiresAt;
// The signature's bytes; empty when what is written there cannot be a signature.
@property (nonatomic, readonly) NSData *signature;
// The JSON inside the ticket, as it is written.
@property (nonatomic, readonly) NSString *ticketJSON;
// All claims as JSON: the text that the command usersig inspect --json prints, too.
@property (nonatomic, readonly) NSString *json;
@end

// How much a cause weighs, the lightest first.
typedef NS_ENUM(int32_t, UserSigSeverity) {
    // Good to know; nothing is rejected for it.
    UserSigSeverityNote = 0,
    // Accepted here, but asking for trouble elsewhere or later.
    UserSigSeverityWarning = 1,
    // Why the ticket is rejected.
    UserSigSeverityFatal = 2
};

// One thing that was found about a ticket.
@interface UserSigCause : NSObject {
    NSString *_identifier, *_text, *_advice;
    UserSigSeverity _severity;
}
// A stable name for programs, for example key-white-space.
@property (nonatomic, readonly) NSString *identifier;
@property (nonatomic, readonly) UserSigSeverity severity;
// What it is, for people.
@property (nonatomic, readonly) NSString *text;
// What to do next, for people.
@property (nonatomic, readonly) NSString *advice;
@end

// Why a ticket is rejected and what to do about it.
@interface UserSigDiagnosis : NSObject {
    int32_t _kind;
    NSInteger _code;
    NSString *_name, *_reason, *_repaired, *_json;
    NSArray *_causes;
    UserSigClaims *_claims;
}
// Whether the ticket is rejected. What was not given, a key, a UserID, an SDKAppID, is not
// checked: without a key, a ticket that is not rejected may still be anybody's.
@property (nonatomic, readonly, getter=isRejected) BOOL rejected;
// The number of the rejection's kind and its stable name, as in the userInfo of an error; 0 and
// nil for a ticket that is not rejected.
@property (nonatomic, readonly) int32_t kind;
@property (nonatomic, readonly) NSString *USERSIG_MAYBE name;
// Tencent's code of the rejection; 0 for a ticket that is not rejected.
@property (nonatomic, readonly) NSInteger code;
// The rejection in words; nil for a ticket that is not rejected.
@property (nonatomic, readonly) NSString *USERSIG_MAYBE reason;
// All that was found, the most serious first.
@property (nonatomic, readonly) USERSIG_LIST(UserSigCause *) causes;
// The ticket without the damage that it took on its way; nil where there is none or it cannot
// be undone.
@property (nonatomic, readonly) NSString *USERSIG_MAYBE repaired;
// What the ticket claims, not verified; nil if it cannot be read.
@property (nonatomic, readonly) UserSigClaims *USERSIG_MAYBE claims;
// All of it as JSON: the text that the command usersig diagnose --json prints, too.
@property (nonatomic, readonly) NSString *json;
// Whether a cause of this identifier was found.
- (BOOL)hasCause:(NSString *)identifier;
@end

typedef NS_ENUM(int32_t, UserSigUserIDForm) {
    // 1 to 32 letters, digits, _ and -.
    UserSigUserIDFormDocumented = 0,
    // Printable ASCII.
    UserSigUserIDFormASCII = 1,
    // Any text without control characters.
    UserSigUserIDFormUTF8 = 2
};

typedef NS_ENUM(int32_t, UserSigEncoding) {
    // The shortest ticket.
    UserSigEncodingCompact = 0,
    // No compression: least work, about a third longer.
    UserSigEncodingStored = 1
};

// What an application does in another way than usual.
@interface UserSigOptions : NSObject {
    UserSigUserIDForm _userIDForm;
    UserSigEncoding _encoding;
    NSNumber *_maxClockSkew, *_longestValidity;
    int32_t _legacyUTCOffset;
}
// Which UserIDs are signed. Verifying takes the widest form always.
@property (nonatomic) UserSigUserIDForm userIDForm;
@property (nonatomic) UserSigEncoding encoding;
// Seconds that a ticket may be signed ahead of now; nil: no bound.
@property (nonatomic, retain) NSNumber *USERSIG_MAYBE maxClockSkew;
// Longest validity that is accepted, seconds; nil: no bound.
@property (nonatomic, retain) NSNumber *USERSIG_MAYBE longestValidity;
// Zone of the local time in the oldest legacy tickets, seconds east of UTC.
@property (nonatomic) int32_t legacyUTCOffset;
@end

// One application with its keys: signs with the first, verifies with all. It never changes,
// threads share it, and it shows its keys to nobody.
@interface UserSigApplication : NSObject {
    struct usersig_application *_native;
}

// The key is the text of a secret key, or a PEM text of the legacy algorithm.
- (USERSIG_NULLABLE instancetype)initWithSDKAppID:(int64_t)sdkAppID key:(NSString *)key error:(USERSIG_ERROR)error;

- (USERSIG_NULLABLE instancetype)initWithSDKAppID:(int64_t)sdkAppID
                                             keys:(USERSIG_LIST(NSString *))keys
                                          options:(USERSIG_NULLABLE UserSigOptions *)options
                                            error:(USERSIG_ERROR)error;

// One ticket of this user, valid for expire seconds from now on.
- (USERSIG_NULLABLE NSString *)signUserID:(NSString *)userID expire:(int64_t)expire error:(USERSIG_ERROR)error;

// The same with a UserBuf, or nil for none, and from a moment in Unix seconds, or nil for now.
- (USERSIG_NULLABLE NSString *)signUserID:(NSString *)userID
                                   expire:(int64_t)expire
                                  userBuf:(USERSIG_NULLABLE NSData *)userBuf
                                      now:(USERSIG_NULLABLE NSNumber *)now
                                    error:(USERSIG_ERROR)error;

// A PrivateMapKey: a ticket that also says which room the user may enter, and with which of
// the eight privileges (a mask, 0 to 255).
- (USERSIG_NULLABLE NSString *)privateMapKeyForUserID:(NSString *)userID
                                               expire:(int64_t)expire
                                                 room:(UserSigRoom *)room
                                           privileges:(int64_t)privileges
                                                  now:(USERSIG_NULLABLE NSNumber *)now
                                                error:(USERSIG_ERROR)error;

// Tickets for many users in one call: for each an NSString, or an NSError in its place.
- (USERSIG_NULLABLE NSArray *)signUserIDs:(USERSIG_LIST(NSString *))userIDs
                                   expire:(int64_t)expire
                                      now:(USERSIG_NULLABLE NSNumber *)now
                                    error:(USERSIG_ERROR)error;

- (USERSIG_NULLABLE UserSigOutcome *)verifyTicket:(NSString *)ticket
                                           userID:(NSString *)userID
                                            error:(USERSIG_ERROR)error;

// nil as the expectation expects nothing.
- (USERSIG_NULLABLE UserSigOutcome *)verifyTicket:(NSString *)ticket
                                           userID:(NSString *)userID
                                        expecting:(USERSIG_NULLABLE UserSigExpectation *)expectation
                                              now:(USERSIG_NULLABLE NSNumber *)now
                                            error:(USERSIG_ERROR)error;

// Verifies many tickets of as many users in one call, all at one moment: for each an NSNumber,
// the last second at which it is valid, or an NSError in its place.
- (USERSIG_NULLABLE NSArray *)verifyTickets:(USERSIG_LIST(NSString *))tickets
                                    userIDs:(USERSIG_LIST(NSString *))userIDs
                                  expecting:(USERSIG_NULLABLE UserSigExpectation *)expectation
                                        now:(USERSIG_NULLABLE NSNumber *)now
                                      error:(USERSIG_ERROR)error;

@property (nonatomic, readonly) uint32_t sdkAppID;
// Eight hexadecimal digits that tell signing keys apart and give nothing away.
@property (nonatomic, readonly) NSString *keyFingerprint;

// What a ticket claims, without verifying it.
+ (USERSIG_NULLABLE UserSigClaims *)inspectTicket:(NSString *)ticket error:(USERSIG_ERROR)error;

// Explains why a ticket is rejected and what to do about it. All but the ticket may be nil; more
// of it finds more. It takes its time: it is for people, not for the path of every request.
+ (USERSIG_NULLABLE UserSigDiagnosis *)diagnoseTicket:(NSString *)ticket
                                             sdkAppID:(USERSIG_NULLABLE NSNumber *)sdkAppID
                                               userID:(USERSIG_NULLABLE NSString *)userID
                                                 keys:(USERSIG_NULLABLE USERSIG_LIST(NSString *))keys
                                                  now:(USERSIG_NULLABLE NSNumber *)now
                                                error:(USERSIG_ERROR)error;

// As above, with other applications that may have been mixed up with it: their SDKAppIDs, each with
// one of its keys.
+ (USERSIG_NULLABLE UserSigDiagnosis *)diagnoseTicket:(NSString *)ticket
                                             sdkAppID:(USERSIG_NULLABLE NSNumber *)sdkAppID
                                               userID:(USERSIG_NULLABLE NSString *)userID
                                                 keys:(USERSIG_NULLABLE USERSIG_LIST(NSString *))keys
                                               others:(USERSIG_NULLABLE NSDictionary *)others
                                                  now:(USERSIG_NULLABLE NSNumber *)now
                                                error:(USERSIG_ERROR)error;

// The version of the library, for example 0.1.0.
+ (NSString *)version;

@end

NS_ASSUME_NONNULL_END
