// What the sources here share: texts and errors on their way to the C library and back.

#import <Foundation/Foundation.h>

#include "usersig.h"

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

// The start of bytes, not NULL unless there are none at all.
static inline const char *UserSigStart(NSData *bytes) {
    return bytes == nil ? NULL : [bytes length] == 0 ? "" : [bytes bytes];
}

// The bytes of an object, or nil if it is not data.
static inline NSData *UserSigBytes(id bytes) {
    return [bytes isKindOfClass:[NSData class]] ? bytes : nil;
}

static inline NSString *UserSigText(const char *bytes, size_t length) {
    return US_AUTORELEASE([[NSString alloc] initWithBytes:bytes length:length encoding:NSUTF8StringEncoding]);
}

// A number that may be left out; -1, which the library refuses, for an object that is none.
static inline int64_t UserSigMoment(NSNumber *now) {
    return now == nil ? USERSIG_UNSET : [now isKindOfClass:[NSNumber class]] ? [now longLongValue] : -1;
}

// The last error of this thread.
NSError *UserSigLastError(void);

// The error of a row of this thread's last call for many.
NSError *UserSigRowError(size_t row);

// Hands out the last error of this thread when a call has failed.
static inline BOOL UserSigCheck(int32_t status, NSError **error) {
    if (status != USERSIG_OK && error != NULL) {
        *error = UserSigLastError();
    }
    return status == USERSIG_OK;
}
