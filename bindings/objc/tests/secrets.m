// No memory that this interface gives back to the system holds a key.

#define _GNU_SOURCE
#include <malloc.h>
#include <string.h>

#import "GenerateTestUserSig.h"
#import "support.h"
#include "usersig/usersig.h"

static const char *watched;
static int left;

// In place of the system's, for everything in this program.
void free(void *memory) {
    extern void __libc_free(void *);
    if (watched != NULL && memory != NULL) {
        left += memmem(memory, malloc_usable_size(memory), watched, strlen(watched)) != NULL;
    }
    __libc_free(memory);
}

// How many pieces of memory with the key are given back while the body runs.
static int leftBy(NSString *key, void (*body)(NSString *)) {
    NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init];
    // A constant is not copied where its bytes are taken; this one is.
    NSString *made = [NSString stringWithFormat:@"%@", key];
    left = 0;
    watched = [key UTF8String];
    NSAutoreleasePool *inner = [[NSAutoreleasePool alloc] init];
    body(made);
    [inner release];
    watched = NULL;
    [pool release];
    return left;
}

static void copies(NSString *key) { [key dataUsingEncoding:NSUTF8StringEncoding]; }

static void makes(NSString *key) { CHECK(application(key) != nil); }

static void makesOfMany(NSString *key) {
    NSArray *keys = [NSArray arrayWithObjects:@"another", key, nil];
    UserSigApplication *app = [UserSigApplication alloc];
    app = [[app initWithSDKAppID:SDKAPPID_OF_TESTS keys:keys options:nil error:NULL] autorelease];
    CHECK([app verifyTicket:[application(key) signUserID:@"xiaojun" expire:DAY error:NULL] userID:@"xiaojun" error:NULL] != nil);
}

static void fails(NSString *key) {
    CHECK([[UserSigApplication alloc] initWithSDKAppID:0 key:key error:NULL] == nil);
}

static void diagnoses(NSString *key) {
    NSArray *keys = [NSArray arrayWithObject:key];
    NSDictionary *others = [NSDictionary dictionaryWithObject:key forKey:[NSNumber numberWithInt:7]];
    CHECK([UserSigApplication diagnoseTicket:@"eJ" sdkAppID:nil userID:nil keys:keys others:others now:nil error:NULL] != nil);
}

static void debugs(NSString *key) {
    CHECK([[GenerateTestUserSig genTestUserSig:@"xiaojun" SDKAPPID:1 EXPIRETIME:60 SECRETKEY:key] length] > 0);
}

static void keysAreWiped(void) {
    NSString *keys[] = {KEY, @"caf\u00e9 \u5c0f\u519b \U0001f511 key"};
    int row;
    for (row = 0; row < 2; row++) {
        // What does not wipe is seen.
        CHECK(leftBy(keys[row], copies) > 0);
        CHECK(leftBy(keys[row], makes) == 0);
        CHECK(leftBy(keys[row], makesOfMany) == 0);
        CHECK(leftBy(keys[row], fails) == 0);
        CHECK(leftBy(keys[row], diagnoses) == 0);
        CHECK(leftBy(keys[row], debugs) == 0);
    }
}

int main(void) {
    run(keysAreWiped);
    return finish("tests of secrets");
}
