package io.usersig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever compiles against a published class compiles against ours. */
class DropInNamesTest {
    @Test
    void currentVersion2() {
        assertCovers(Peer.CURRENT_2, "com.tencentyun.TLSSigAPIv2", 5);
    }

    @Test
    void currentVersion1() {
        assertCovers(Peer.CURRENT_1, "com.tencentyun.TLSSigAPIv2", 3);
    }

    @Test
    void legacy() {
        assertCovers(Peer.LEGACY, "com.tls.tls_sigature.tls_sigature", 8);
        assertCovers(Peer.LEGACY, "com.tls.tls_sigature.tls_sigature$GenTLSSignatureResult", 5);
        assertCovers(Peer.LEGACY, "com.tls.tls_sigature.tls_sigature$CheckTLSSignatureResult", 5);
    }

    private static void assertCovers(Peer peer, String name, int members) {
        Class<?> theirs = peer.find(name);
        Set<String> published = membersOf(theirs);
        assertEquals(members, published.size(), () -> published.toString());
        try {
            Class<?> ours = Class.forName(name);
            assertEquals(theirs.getModifiers(), ours.getModifiers());
            Set<String> missing = new TreeSet<>(published);
            missing.removeAll(membersOf(ours));
            assertTrue(missing.isEmpty(), () -> "missing: " + missing);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** What a caller can name: modifiers, types, names, parameters, declared exceptions. */
    private static Set<String> membersOf(Class<?> type) {
        Set<String> members = new TreeSet<>();
        Arrays.stream(type.getDeclaredConstructors()).map(c -> signature(c, "", "new")).forEach(members::add);
        for (Method method : type.getDeclaredMethods()) {
            members.add(signature(method, method.getReturnType().getName(), method.getName()));
        }
        for (Field field : type.getDeclaredFields()) {
            members.add(Modifier.toString(field.getModifiers()) + " " + field.getType().getName() + " " + field.getName());
        }
        members.removeIf(member -> !member.startsWith("public") && !member.startsWith("protected"));
        return members;
    }

    private static String signature(Executable member, String result, String name) {
        String parameters =
                Arrays.stream(member.getParameterTypes()).map(Class::getName).collect(Collectors.joining(","));
        String exceptions =
                Arrays.stream(member.getExceptionTypes()).map(Class::getName).collect(Collectors.joining(","));
        return Modifier.toString(member.getModifiers()) + " " + result + " " + name + "(" + parameters + ") throws "
                + exceptions;
    }
}
