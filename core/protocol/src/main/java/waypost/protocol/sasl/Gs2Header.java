package waypost.protocol.sasl;

import java.util.Optional;

/**
 * What the first message of a mechanism of the GS2 family begins with (RFC 5801 §4).
 *
 * @param flag of channel binding: {@code n}, {@code y} or {@code p=TYPE}
 * @param authorize whom to act as; may be empty
 * @param text the header itself, to its last comma
 * @param rest of the message
 */
record Gs2Header(String flag, String authorize, String text, String rest) {
    static Optional<Gs2Header> parse(String message) {
        int first = message.indexOf(',');
        int second = first < 0 ? -1 : message.indexOf(',', first + 1);
        if (second < 0) {
            return Optional.empty();
        }
        String flag = message.substring(0, first);
        String authorize = message.substring(first + 1, second);
        if (!flag.equals("n") && !flag.equals("y") && !(flag.startsWith("p=") && flag.length() > 2)) {
            return Optional.empty();
        }
        if (!authorize.isEmpty() && !authorize.startsWith("a=")) {
            return Optional.empty();
        }
        return name(authorize.isEmpty() ? "" : authorize.substring(2))
                .map(name ->
                        new Gs2Header(flag, name, message.substring(0, second + 1), message.substring(second + 1)));
    }

    /** A {@code saslname}: {@code =2C} stands for a comma and {@code =3D} for an equals sign, which must not occur otherwise. */
    static Optional<String> name(String text) {
        String decoded = text.replace("=2C", ",").replace("=3D", "=");
        return encoded(decoded).equals(text) && text.indexOf('\0') < 0 ? Optional.of(decoded) : Optional.empty();
    }

    /** A name as a {@code saslname}. */
    static String encoded(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }
}
