// What the Objective-C tests share: checks that are counted, keys, what an error says.

#import "UserSig.h"

#include <stdio.h>

#define KEY @"5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
#define PRIVATE_PEM                                                        \
    @"-----BEGIN PRIVATE KEY-----\n"                                       \
    @"MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWtRjgjZA7pc2JIAD\n" \
    @"wNryGlK0kq225cjqJZnyig6GMKmhRANCAAT7xB2Yqr9DVcOVt+RbPgmB6myVGnEr\n" \
    @"DXACd3d6oLQ/UGTxTfxwWNDAJzOlq3MDXFBfPOoThfYzLN9ujNw+HRg8\n"         \
    @"-----END PRIVATE KEY-----\n"
#define SDKAPPID_OF_TESTS 1400000000
#define MOMENT 1700000000
#define DAY 86400

static int failures, tests;

#define CHECK(condition) check((condition) ? YES : NO, #condition, @"", __FILE__, __LINE__)
#define CHECK_IN(condition, what) check((condition) ? YES : NO, #condition, what, __FILE__, __LINE__)

static inline void check(BOOL right, const char *text, NSString *what, const char *file, int line) {
    if (!right) {
        failures++;
        fprintf(stderr, "%s:%d: not so: %s %s\n", file, line, text, [[what description] UTF8String]);
    }
}

// Runs a test in a pool of its own.
static inline void run(void (*body)(void)) {
    NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init];
    tests++;
    body();
    [pool release];
}

static inline int finish(const char *unit) {
    printf("%d %s\n", tests, unit);
    return failures == 0 ? 0 : 1;
}

static inline int kindOf(NSError *error) {
    CHECK([[error domain] isEqualToString:UserSigErrorDomain] && [[error localizedDescription] length] > 0);
    return [[[error userInfo] objectForKey:UserSigErrorKindKey] intValue];
}

static inline NSNumber *at(long long seconds) { return [NSNumber numberWithLongLong:seconds]; }

static inline UserSigApplication *application(NSString *key) {
    return [[[UserSigApplication alloc] initWithSDKAppID:SDKAPPID_OF_TESTS key:key error:NULL] autorelease];
}
