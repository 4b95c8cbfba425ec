// Debug only: see the header.

#import "GenerateTestUserSig.h"
#import "../src/UserSigSupport.h"

// What genTestUserSig: takes; locked by the class.
static int64_t chosenSDKAppID = USERSIG_TEST_SDKAPPID;
static NSString *chosenSecretKey = USERSIG_TEST_SECRETKEY;

@implementation GenerateTestUserSig

// Once, and only where assertions are on.
+ (void)warn {
#if !defined(NDEBUG) && !defined(NS_BLOCK_ASSERTIONS)
    static BOOL warned = NO;
    @synchronized(self) {
        if (!warned) {
            warned = YES;
            NSLog(@"GenerateTestUserSig is for debugging only: the secret key is inside of this app. Before release, "
                  @"ask your own server for a UserSig.");
        }
    }
#endif
}

+ (void)setSDKAPPID:(int64_t)sdkAppID {
    @synchronized(self) {
        chosenSDKAppID = sdkAppID;
    }
}

+ (void)setSECRETKEY:(NSString *)secretKey {
    @synchronized(self) {
        // What is no text is a missing key, which the library refuses.
        NSString *kept = [secretKey isKindOfClass:[NSString class]] ? [secretKey copy] : nil;
        US_RELEASE(chosenSecretKey);
        chosenSecretKey = kept;
    }
}

+ (NSString *)genTestUserSig:(NSString *)identifier {
    int64_t sdkAppID;
    NSString *secretKey;
    @synchronized(self) {
        sdkAppID = chosenSDKAppID;
        secretKey = US_AUTORELEASE(US_RETAIN(chosenSecretKey));
    }
    return [self genTestUserSig:identifier SDKAPPID:sdkAppID EXPIRETIME:EXPIRETIME SECRETKEY:secretKey];
}

+ (NSString *)genTestUserSig:(NSString *)identifier
                    SDKAPPID:(int64_t)sdkAppID
                  EXPIRETIME:(int64_t)expire
                   SECRETKEY:(NSString *)secretKey {
    [self warn];
    NSMutableData *key = UserSigSecret(secretKey);
    NSData *user = UserSigUTF8(identifier);
    usersig_application *app = NULL;
    size_t len = 0;
    int32_t status = usersig_dropin_current_new(sdkAppID, UserSigStart(key), [key length], &app);
    UserSigWipe(key);
    if (status == USERSIG_OK) {
        status = usersig_max_len(app, UserSigStart(user), [user length], NULL, 0, &len);
    }
    NSMutableData *ticket = [NSMutableData dataWithLength:len];
    if (status == USERSIG_OK) {
        status = usersig_sign(app, UserSigStart(user), [user length], expire, NULL, 0, USERSIG_UNSET, [ticket mutableBytes],
                              [ticket length], &len);
    }
    if (status != USERSIG_OK) {
        usersig_error error;
        usersig_last_error(&error);
        NSLog(@"GenerateTestUserSig: %s (%d)", error.message, error.code);
    }
    usersig_application_free(app);
    return status == USERSIG_OK ? UserSigText([ticket bytes], len) : @"";
}

@end
