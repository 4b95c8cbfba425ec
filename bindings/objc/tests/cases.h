// How the Objective-C tests read the cases of ../../../vectors.
//
// They are read by jansson: GNUstep's own reader keeps numbers above 2^53 as doubles.

#include <jansson.h>

#import "support.h"

// A text with all of its bytes: where a string begins with a byte order mark, GNUstep drops it,
// but not in front of a part. nil for bytes that are no UTF-8.
static inline NSString *textOfBytes(const char *bytes, size_t length) {
    NSMutableData *marked = [NSMutableData dataWithBytes:"x" length:1];
    [marked appendBytes:bytes length:length];
    NSString *text = [[[NSString alloc] initWithData:marked encoding:NSUTF8StringEncoding] autorelease];
    return [text substringFromIndex:1];
}

// A value of jansson as one of Foundation.
static inline id valueOf(json_t *json) {
    const char *name;
    size_t at;
    json_t *part;
    switch (json_typeof(json)) {
        case JSON_OBJECT: {
            NSMutableDictionary *object = [NSMutableDictionary dictionary];
            json_object_foreach(json, name, part) {
                [object setObject:valueOf(part) forKey:[NSString stringWithUTF8String:name]];
            }
            return object;
        }
        case JSON_ARRAY: {
            NSMutableArray *array = [NSMutableArray array];
            json_array_foreach(json, at, part) {
                [array addObject:valueOf(part)];
            }
            return array;
        }
        case JSON_STRING: return textOfBytes(json_string_value(json), json_string_length(json));
        case JSON_INTEGER: return [NSNumber numberWithLongLong:json_integer_value(json)];
        case JSON_REAL: return [NSNumber numberWithDouble:json_real_value(json)];
        case JSON_TRUE: return [NSNumber numberWithBool:YES];
        case JSON_FALSE: return [NSNumber numberWithBool:NO];
        default: return [NSNull null];
    }
}

static inline id read(NSData *bytes) {
    json_t *json = json_loadb([bytes bytes], [bytes length], JSON_ALLOW_NUL, NULL);
    id value = json == NULL ? nil : valueOf(json);
    json_decref(json);
    return value;
}

static inline id member(NSDictionary *object, NSString *name) {
    id value = [object objectForKey:name];
    return value == [NSNull null] ? nil : value;
}

static inline long long number(NSDictionary *object, NSString *name) { return [member(object, name) longLongValue]; }

static inline NSString *textOf(NSDictionary *key) {
    NSString *hmac = [key objectForKey:@"hmac"];
    return hmac != nil ? hmac : [key objectForKey:@"pem"];
}

static inline NSData *decode(NSString *base64) {
    return base64 == nil ? nil : [[[NSData alloc] initWithBase64EncodedString:base64 options:0] autorelease];
}

static inline UserSigRoom *roomOf(NSDictionary *room) {
    NSString *name = member(room, @"str");
    return room == nil ? nil : name != nil ? [UserSigRoom roomWithString:name] : [UserSigRoom roomWithID:number(room, @"id")];
}

static inline BOOL same(id left, id right) { return left == right || [left isEqual:right]; }

// Hands each case of a file to a function.
static inline void file(NSString *path, void (*body)(NSDictionary *)) {
    NSString *text = [NSString stringWithContentsOfFile:path encoding:NSUTF8StringEncoding error:NULL];
    CHECK_IN(text != nil, path);
    NSEnumerator *lines = [[text componentsSeparatedByString:@"\n"] objectEnumerator];
    NSString *line;
    while ((line = [lines nextObject]) != nil) {
        if ([line length] > 0) {
            NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init];
            NSDictionary *item = read([line dataUsingEncoding:NSUTF8StringEncoding]);
            CHECK_IN(item != nil, line);
            body(item);
            [pool release];
        }
    }
}

static inline void folder(NSString *path, void (*body)(NSDictionary *)) {
    NSEnumerator *names = [[[NSFileManager defaultManager] directoryContentsAtPath:path] objectEnumerator];
    NSString *name;
    while ((name = [names nextObject]) != nil) {
        file([path stringByAppendingPathComponent:name], body);
    }
}
