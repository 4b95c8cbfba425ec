#import "UserSig.h"
#import "UserSigSupport.h"

NSString *const UserSigErrorDomain = @"UserSigErrorDomain";
NSString *const UserSigErrorNameKey = @"UserSigErrorName";
NSString *const UserSigErrorKindKey = @"UserSigErrorKind";
NSString *const UserSigErrorCCodeKey = @"UserSigErrorCCode";
NSString *const UserSigErrorTRTCCodeKey = @"UserSigErrorTRTCCode";

NSString *UserSigText(const char *bytes, size_t length) {
    if (length < 3 || memcmp(bytes, "\xef\xbb\xbf", 3) != 0) {
        return US_AUTORELEASE([[NSString alloc] initWithBytes:bytes length:length encoding:NSUTF8StringEncoding]);
    }
    // GNUstep drops a byte order mark where a string begins with it, but not in front of a part.
    NSMutableData *longer = [NSMutableData dataWithBytes:"x" length:1];
    [longer appendBytes:bytes length:length];
    return [US_AUTORELEASE([[NSString alloc] initWithData:longer encoding:NSUTF8StringEncoding]) substringFromIndex:1];
}

static NSError *UserSigErrorOf(const usersig_error *last) {
    NSDictionary *info = [NSDictionary
        dictionaryWithObjectsAndKeys:UserSigText(last->message, strlen(last->message)), NSLocalizedDescriptionKey,
                                     UserSigText(last->message + last->hint_offset, strlen(last->message + last->hint_offset)),
                                     NSLocalizedRecoverySuggestionErrorKey,
                                     UserSigText(last->name, strlen(last->name)), UserSigErrorNameKey,
                                     [NSNumber numberWithInt:last->kind], UserSigErrorKindKey,
                                     [NSNumber numberWithInt:last->c_code], UserSigErrorCCodeKey,
                                     [NSNumber numberWithInt:last->trtc_code], UserSigErrorTRTCCodeKey, nil];
    return [NSError errorWithDomain:UserSigErrorDomain code:last->code userInfo:info];
}

NSError *UserSigLastError(void) {
    usersig_error last;
    usersig_last_error(&last);
    return UserSigErrorOf(&last);
}

NSError *UserSigRowError(size_t row) {
    usersig_error last;
    usersig_last_row_error(row, &last);
    return UserSigErrorOf(&last);
}

BOOL UserSigFits(id object, Class wanted, int32_t kind, NSError **error) {
    return object == nil || [object isKindOfClass:wanted] || UserSigCheck(usersig_refuse(kind, USERSIG_WRONG_TYPE), error);
}

int64_t UserSigGiven(NSNumber *number) {
    if (number == nil) {
        return USERSIG_UNSET;
    }
    int64_t value = USERSIG_UNSET;
    if ([number isKindOfClass:[NSNumber class]]) {
        const char *type = [number objCType];
        double whole = [number doubleValue];
        BOOL fractional = *type == 'd' || *type == 'f';
        // Written so that it is false for what is no number.
        BOOL held = whole >= -0x1p63 && whole < 0x1p63;
        BOOL fits = fractional ? held : *type != 'Q' || [number unsignedLongLongValue] <= INT64_MAX;
        value = fits ? [number longLongValue] : USERSIG_UNSET;
    }
    return value == USERSIG_UNSET ? USERSIG_UNSET + 1 : value;
}

NSMutableData *UserSigSecret(id text) {
    if (![text isKindOfClass:[NSString class]]) {
        return nil;
    }
    static const uint8_t first[] = {0, 0xc0, 0xe0, 0xf0};
    NSUInteger count = [text length];
    // Three bytes are enough for a unit: two of them make four.
    NSMutableData *secret = [NSMutableData dataWithLength:count * 3];
    uint8_t *start = [secret mutableBytes], *end = start;
    for (NSUInteger at = 0; at < count; at++) {
        uint32_t character = [text characterAtIndex:at];
        uint32_t next = at + 1 < count ? [text characterAtIndex:at + 1] : 0;
        // A lone surrogate becomes bytes that are no UTF-8, so that the library says so.
        if ((character & 0xfc00) == 0xd800 && (next & 0xfc00) == 0xdc00) {
            character = 0x10000 + ((character & 0x3ff) << 10 | (next & 0x3ff));
            at++;
        }
        int more = character < 0x80 ? 0 : character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
        *end++ = (uint8_t)(first[more] | character >> 6 * more);
        while (more-- > 0) {
            *end++ = (uint8_t)(0x80 | (character >> 6 * more & 0x3f));
        }
    }
    [secret setLength:(NSUInteger)(end - start)];
    return secret;
}
