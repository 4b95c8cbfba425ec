// Debug only: makes a UserSig inside of an app, which gives the secret key to everybody who
// has the app. Before release, ask your own server for a UserSig instead.
//
// Put your values here, define the three macros in the build settings, or set them at run time:
//     USERSIG_TEST_SDKAPPID=1400000000  USERSIG_TEST_SECRETKEY=@"..."  USERSIG_TEST_EXPIRETIME=604800

#import <Foundation/Foundation.h>

#ifndef USERSIG_TEST_SDKAPPID
#define USERSIG_TEST_SDKAPPID 0
#endif

#ifndef USERSIG_TEST_SECRETKEY
#define USERSIG_TEST_SECRETKEY @""
#endif

#ifndef USERSIG_TEST_EXPIRETIME
#define USERSIG_TEST_EXPIRETIME 604800
#endif

NS_ASSUME_NONNULL_BEGIN

// The SDKAppID; the demos spell it in two ways.
static const unsigned int SDKAPPID = USERSIG_TEST_SDKAPPID;
static const unsigned int SDKAppID = USERSIG_TEST_SDKAPPID;

// Seconds of validity: 7 days.
static const int EXPIRETIME = USERSIG_TEST_EXPIRETIME;

// The secret key; the demos spell it in two ways.
static NSString *const SECRETKEY = USERSIG_TEST_SECRETKEY;
static NSString *const SDKSECRETKEY = USERSIG_TEST_SECRETKEY;

@interface GenerateTestUserSig : NSObject

// Debug only: a UserSig of this user by the constants above. The empty text if it cannot be
// made; why stands in the log.
+ (NSString *)genTestUserSig:(NSString *)identifier;

// Debug only: the same by values of yours.
+ (NSString *)genTestUserSig:(NSString *)identifier
                    SDKAPPID:(int64_t)sdkAppID
                  EXPIRETIME:(int64_t)expire
                   SECRETKEY:(NSString *)secretKey;

// Debug only: what genTestUserSig: takes from now on, in place of the constants.
+ (void)setSDKAPPID:(int64_t)sdkAppID;
+ (void)setSECRETKEY:(NSString *)secretKey;

@end

NS_ASSUME_NONNULL_END
