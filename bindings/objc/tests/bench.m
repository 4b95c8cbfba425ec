// Times calls of UserSig.h: a line with the name of one in, nanoseconds per ticket out.

#include <time.h>

#import "support.h"

enum { CALLS = 20000, ROWS = 1000 };

static double now(void) {
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return (double)moment.tv_sec * 1e9 + (double)moment.tv_nsec;
}

int main(void) {
    NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init];
    UserSigApplication *app = application(KEY);
    NSString *ticket = [app signUserID:@"xiaojun" expire:UserSigDefaultExpire error:NULL];
    NSMutableArray *users = [NSMutableArray array];
    char line[32];
    int row, call;
    for (row = 0; row < ROWS; row++) {
        [users addObject:[NSString stringWithFormat:@"user%04d", row]];
    }
    NSArray *tickets = [app signUserIDs:users expire:UserSigDefaultExpire now:nil error:NULL];
    while (fgets(line, sizeof line, stdin) != NULL) {
        BOOL many = strstr(line, "many") != NULL, sign = strstr(line, "sign") != NULL;
        int rows = many ? ROWS : 1, calls = CALLS / rows;
        double start = now();
        for (call = 0; call < calls; call++) {
            NSAutoreleasePool *inner = [[NSAutoreleasePool alloc] init];
            if (many && sign) {
                [app signUserIDs:users expire:UserSigDefaultExpire now:nil error:NULL];
            } else if (sign) {
                [app signUserID:@"xiaojun" expire:UserSigDefaultExpire error:NULL];
            } else if (many) {
                [app verifyTickets:tickets userIDs:users expecting:nil now:nil error:NULL];
            } else {
                [app verifyTicket:ticket userID:@"xiaojun" error:NULL];
            }
            [inner release];
        }
        printf("%.1f\n", (now() - start) / calls / rows);
        fflush(stdout);
    }
    [pool release];
    return 0;
}
