package waypost.config;

import static java.util.Map.entry;

import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import waypost.identity.NodeName;
import waypost.identity.Secret;

/** The types a value may have, each with its form in words and its reader. */
final class Scalars {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");

    /** @param form how the reference page calls it */
    record Scalar(String form, Function<String, Object> reader) {}

    private static final Map<Class<?>, Scalar> TYPES = Map.ofEntries(
            entry(String.class, new Scalar("text", text -> text)),
            entry(Count.class, new Scalar("number", Count::parse)),
            entry(int.class, new Scalar("number", Scalars::number)),
            entry(boolean.class, new Scalar("true or false", Scalars::truth)),
            entry(Duration.class, new Scalar("duration (500ms, 30s, 5m, 8h, 14d)", Scalars::duration)),
            entry(ByteSize.class, new Scalar("size (64 KiB, 10 MiB, 2 GiB)", ByteSize::parse)),
            entry(SizeLimit.class, new Scalar("size (64 KiB, 10 MiB, 2 GiB), or unlimited", SizeLimit::parse)),
            entry(CountLimit.class, new Scalar("number, or unlimited", CountLimit::parse)),
            entry(HostPort.class, new Scalar("host:port", HostPort::parse)),
            entry(HostPattern.class, new Scalar("host name, or *.example.net", HostPattern::parse)),
            entry(InetAddress.class, new Scalar("IP address", Scalars::address)),
            entry(Network.class, new Scalar("network (10.0.0.0/8)", Network::parse)),
            entry(Path.class, new Scalar("path", Scalars::path)),
            entry(NodeName.class, new Scalar("name (a-z, 0-9, - and .)", Scalars::nodeName)),
            entry(VolumeName.class, new Scalar("name (a-z, 0-9, - and .)", VolumeName::parse)),
            entry(Secret.class, new Scalar("secret", Secret::new)));

    private Scalars() {}

    static boolean isScalar(Class<?> type) {
        return type.isEnum() || TYPES.containsKey(type);
    }

    static String form(Class<?> type) {
        return type.isEnum() ? choices(type) : of(type).form();
    }

    static Object read(Class<?> type, String text) {
        return type.isEnum() ? constant(type, text) : of(type).reader().apply(text);
    }

    private static Scalar of(Class<?> type) {
        Scalar scalar = TYPES.get(type);
        if (scalar == null) {
            throw new IllegalStateException("no reader for " + type);
        }
        return scalar;
    }

    private static Object constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> Names.value((Enum<?>) constant).equals(text))
                .findAny()
                .orElseThrow(() -> new BadValue("not a choice: " + text, "write one of: " + choices(type)));
    }

    private static String choices(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> Names.value((Enum<?>) constant))
                .collect(Collectors.joining(", "));
    }

    private static Object number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notOne) {
            throw new BadValue("not a number: " + text, "write a whole number, as in 16");
        }
    }

    /** Booleans of YAML 1.2: no yes, no, on, off. */
    private static Object truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            case String other -> throw new BadValue("neither true nor false: " + other, "write true or false");
        };
    }

    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new BadValue("not a duration: " + text, "write a number and a unit, as in 30s, 5m or 14d");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case String days -> Duration.ofDays(count);
        };
    }

    private static Object address(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException notOne) {
            throw new BadValue("not an IP address: " + text, "write one, as in 10.0.0.5 or 2001:db8::5");
        }
    }

    private static Object path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException notOne) {
            throw new BadValue("not a path", "write a path without NUL");
        }
    }

    private static Object nodeName(String text) {
        if (!NodeName.valid(text)) {
            throw new BadValue("not a node name: " + text, "use lower-case letters, digits, - and ., at most 63");
        }
        return new NodeName(text);
    }
}
