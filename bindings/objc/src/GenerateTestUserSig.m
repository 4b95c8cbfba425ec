// Debug only: see the header.

#import "GenerateTestUserSig.h"
#import "UserSigSupport.h"

@implementation GenerateTestUserSig

// Once, and only where assertions are on.
+ (void)warn {
#ifndef NDEBUG
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

+ (NSString *)genTestUserSig:(NSString *)identifier {
    return [self genTestUserSig:identifier SDKAPPID:SDKAPPID EXPIRETIME:EXPIRETIME SECRETKEY:SECRETKEY];
}

+ (NSString *)genTestUserSig:(NSString *)identifier
                    SDKAPPID:(int64_t)sdkAppID
                  EXPIRETIME:(int64_t)expire
                   SECRETKEY:(NSString *)secretKey {
    [self warn];
    NSData *key = UserSigUTF8(secretKey), *user = UserSigUTF8(identifier);
    usersig_application *app = NULL;
    size_t len = 0;
    int32_t status = usersig_dropin_current_new(sdkAppID, UserSigStart(key), [key length], &app);
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
