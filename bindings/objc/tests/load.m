// Eight threads on one application; a long loop that must not grow.

#include <pthread.h>

#import "support.h"

enum { THREADS = 8, TICKETS = 10000, WARM_UP = 100000, LOOP = 1000000, GROWTH_KIB = 1024 };

static void *work(void *argument) {
    UserSigApplication *app = (UserSigApplication *)argument;
    size_t wrong = 0;
    int number;
    [NSThread currentThread];
    for (number = 0; number < TICKETS; number++) {
        NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init];
        NSString *user = [NSString stringWithFormat:@"user-%d", number];
        NSError *error = nil;
        NSString *ticket = [app signUserID:user expire:DAY error:NULL];
        wrong += [app verifyTicket:ticket userID:user error:NULL] == nil;
        wrong += [app verifyTicket:ticket userID:@"another" error:&error] != nil || [error code] != 70013;
        [pool release];
    }
    return (void *)wrong;
}

static void threads(void) {
    pthread_t running[THREADS];
    UserSigApplication *app = application(KEY);
    int number;
    for (number = 0; number < THREADS; number++) {
        CHECK(pthread_create(&running[number], NULL, work, app) == 0);
    }
    for (number = 0; number < THREADS; number++) {
        void *wrong;
        CHECK(pthread_join(running[number], &wrong) == 0 && wrong == NULL);
    }
}

static void roundTrips(UserSigApplication *app, int count) {
    NSData *userBuf = [NSData dataWithBytes:"userbuf" length:7];
    int number;
    for (number = 0; number < count; number++) {
        NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init];
        NSString *ticket = [app signUserID:@"xiaojun" expire:DAY userBuf:userBuf now:at(MOMENT) error:NULL];
        UserSigOutcome *verified = [app verifyTicket:ticket userID:@"xiaojun" expecting:nil now:at(MOMENT) error:NULL];
        if (verified == nil) {
            CHECK(verified != nil);
            number = count;
        }
        if (number % 16 == 0) {
            NSError *error = nil;
            [application(KEY) signUserIDs:[NSArray arrayWithObjects:@"xiaojun", @"", nil] expire:DAY now:nil error:&error];
            [UserSigApplication inspectTicket:ticket error:&error];
            [UserSigApplication diagnoseTicket:ticket sdkAppID:nil userID:nil keys:nil now:nil error:&error];
        }
        [pool release];
    }
}

// The resident memory of this process, KiB.
static long resident(void) {
    long pages = 0, resident_pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    CHECK(file != NULL && fscanf(file, "%ld %ld", &pages, &resident_pages) == 2);
    fclose(file);
    return resident_pages * 4;
}

static void loop(void) {
    UserSigApplication *app = application(KEY);
    roundTrips(app, WARM_UP);
    long before = resident();
    roundTrips(app, LOOP);
    long growth = resident() - before;
    printf("%d round trips: %ld KiB more, at most %d\n", LOOP, growth, GROWTH_KIB);
    CHECK(growth <= GROWTH_KIB);
}

int main(void) {
    run(threads);
    run(loop);
    return finish("tests of load");
}
