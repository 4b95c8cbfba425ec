// What the application reads of the values, and how it makes those that it answers with.

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

@interface UserSigClaims (Native)
- (instancetype)initWithClaims:(const usersig_claims *)native;
@end

@interface UserSigDiagnosis (Native)
- (instancetype)initWithDiagnosis:(const usersig_diagnosis *)native;
@end

// The name of a ticket's algorithm.
static inline NSString *UserSigAlgorithmName(int32_t algorithm) {
    return algorithm == USERSIG_ALGORITHM_HMAC_SHA256 ? @"hmac-sha256" : @"ecdsa-sha256";
}
