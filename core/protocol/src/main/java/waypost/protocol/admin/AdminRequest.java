package waypost.protocol.admin;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import waypost.protocol.Xtext;

/**
 * What an administrator wants of a running node: {@code store-check VOLUME=v1}.
 *
 * @param operation small letters, digits and hyphens
 * @param parameters by their names: capital letters, digits and hyphens
 */
public record AdminRequest(String operation, Map<String, String> parameters) {
    public AdminRequest {
        parameters = Map.copyOf(parameters);
        if (!isOperation(operation) || !parameters.keySet().stream().allMatch(AdminRequest::isName)) {
            throw new IllegalArgumentException("no request: " + operation + " " + parameters.keySet());
        }
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** The line without its CRLF. */
    String line() {
        StringBuilder line = new StringBuilder(operation);
        new TreeMap<>(parameters)
                .forEach((name, value) ->
                        line.append(' ').append(name).append('=').append(Xtext.encode(value)));
        return line.toString();
    }

    /** Empty when the line is none. */
    static Optional<AdminRequest> parse(String line) {
        String[] words = line.split(" ", -1);
        Map<String, String> parameters = new TreeMap<>();
        for (int i = 1; i < words.length; i++) {
            int sign = words[i].indexOf('=');
            String name = words[i].substring(0, Math.max(0, sign));
            Optional<String> value = Xtext.decode(words[i].substring(sign + 1));
            if (!isName(name) || value.isEmpty() || parameters.put(name, value.get()) != null) {
                return Optional.empty();
            }
        }
        return isOperation(words[0]) ? Optional.of(new AdminRequest(words[0], parameters)) : Optional.empty();
    }

    private static boolean isOperation(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= 'a' && c <= 'z' || isDigitOrHyphen(c));
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= 'A' && c <= 'Z' || isDigitOrHyphen(c));
    }

    private static boolean isDigitOrHyphen(int c) {
        return c >= '0' && c <= '9' || c == '-';
    }
}
