// What the sources here share: texts and errors on their way to the C library and back.

#import <Foundation/Foundation.h>

#include "usersig/usersig.h"

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

#if __has_feature(objc_arc)
#define US_RETAIN(object) (object)
#define US_AUTORELEASE(object) (object)
#define US_RELEASE(object)
#define US_DEALLOC
#else
#define US_RETAIN(object) [(object) retain]
#define US_AUTORELEASE(object) [(object) autorelease]
#define US_RELEASE(object) [(object) release]
#define US_DEALLOC [super dealloc]
#endif

// The UTF-8 of a text, which lives as long as the data object: nil for an object that is not a
// text, and bytes that are no UTF-8 for a text with a lone surrogate, so that the library says so.
static inline NSData *UserSigUTF8(id text) {
    if (![text isKindOfClass:[NSString class]]) {
        return nil;
    }
    NSData *bytes = [text dataUsingEncoding:NSUTF8StringEncoding];
    return bytes != nil ? bytes : [NSData dataWithBytes:"\xff" length:1];
}

// As UserSigUTF8, for a secret: in memory that is wiped after the call, and without another copy
// on the way.
NSMutableData *UserSigSecret(id text);

// Leaves nothing of a secret in the memory that goes back to the system.
static inline void UserSigWipe(NSMutableData *secret) {
    if ([secret length] > 0) {
        [secret resetBytesInRange:NSMakeRange(0, [secret length])];
    }
}

// The start of bytes, not NULL unless there are none at all.
static inline const char *UserSigStart(NSData *bytes) {
    return bytes == nil ? NULL : [bytes length] == 0 ? "" : [bytes bytes];
}

// The bytes of an object, or nil if it is not data.
static inline NSData *UserSigBytes(id bytes) {
    return [bytes isKindOfClass:[NSData class]] ? bytes : nil;
}

// A text of UTF-8 with all of its characters.
NSString *UserSigText(const char *bytes, size_t length);

// A number that may be left out: nil is USERSIG_UNSET. An object that is no number, a number
// that 64 bits do not hold, and the one that would mean left out become its neighbour, which
// the library refuses wherever a number may be left out.
int64_t UserSigGiven(NSNumber *number);

// The last error of this thread.
NSError *UserSigLastError(void);

// The error of a row of this thread's last call for many.
NSError *UserSigRowError(size_t row);

// Whether an object is of a class, or nil; otherwise hands out an error of that kind, one of
// usersig_kind.
BOOL UserSigFits(id object, Class wanted, int32_t kind, NSError **error);

// Hands out the last error of this thread when a call has failed.
static inline BOOL UserSigCheck(int32_t status, NSError **error) {
    if (status != USERSIG_OK && error != NULL) {
        *error = UserSigLastError();
    }
    return status == USERSIG_OK;
}
