// What the application reads of the values, and how it makes an outcome.

#import "UserSig.h"
#import "UserSigSupport.h"

@interface UserSigExpectation (Native)
// As the C library takes it; it points into this object, and into text.
- (usersig_expected)nativeWithText:(NSData **)text;
@end

@interface UserSigOptions (Native)
- (usersig_options)native;
@end

@interface UserSigOutcome (Native)
- (instancetype)initWithNative:(const usersig_outcome *)native userBuf:(const char *)userBuf;
@end
