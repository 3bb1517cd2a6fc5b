package waypost.protocol.imap;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import waypost.message.Charsets;
import waypost.message.MimeFields.Parameter;

/**
 * Parameters that RFC 2231 spreads over several, or writes in a charset of their own, as RFC 9051 §7.5.2 has them: joined, in UTF-8, with the
 * asterisk behind the name where there was a charset. What does not decode stays as it is. Text is octets as ISO-8859-1 characters.
 */
final class ContinuedParameters {
    /** Name, number of the piece, asterisk of an encoded one. */
    private static final Pattern NAME = Pattern.compile("([^*]+)(?:\\*(\\d{1,4}))?(\\*)?");

    /** Charset, language, text (RFC 2231 §4). */
    private static final Pattern EXTENDED = Pattern.compile("([^']*)'[^']*'(.*)", Pattern.DOTALL);

    private ContinuedParameters() {}

    static List<Parameter> joined(List<Parameter> parameters) {
        if (parameters.stream().noneMatch(parameter -> parameter.name().indexOf('*') >= 0)) {
            return parameters;
        }
        List<Parameter> joined = new ArrayList<>();
        List<Parameter> left = new ArrayList<>(parameters);
        while (!left.isEmpty()) {
            Parameter next = left.getFirst();
            List<Parameter> pieces = pieces(next, left);
            Optional<Parameter> whole = whole(pieces);
            joined.add(whole.orElse(next));
            if (whole.isPresent()) {
                left.removeAll(pieces);
            } else {
                left.removeFirst();
            }
        }
        return joined;
    }

    /** All of the parameter that this one begins or is, in order; none where it is neither. */
    private static List<Parameter> pieces(Parameter first, List<Parameter> parameters) {
        Matcher name = NAME.matcher(first.name());
        if (!name.matches() || name.group(2) == null) {
            return name.matches() && name.group(3) != null ? List.of(first) : List.of();
        }
        List<Parameter> pieces = new ArrayList<>();
        Optional<Parameter> piece = piece(name.group(1), 0, parameters);
        while (piece.isPresent()) {
            pieces.add(piece.get());
            piece = piece(name.group(1), pieces.size(), parameters);
        }
        return pieces.contains(first) ? pieces : List.of();
    }

    private static Optional<Parameter> piece(String base, int number, List<Parameter> parameters) {
        String wanted = base.toLowerCase(Locale.ROOT) + '*' + number;
        return parameters.stream()
                .filter(parameter -> {
                    String name = parameter.name().toLowerCase(Locale.ROOT);
                    return name.equals(wanted) || name.equals(wanted + '*');
                })
                .findFirst();
    }

    private static Optional<Parameter> whole(List<Parameter> pieces) {
        if (pieces.isEmpty()) {
            return Optional.empty();
        }
        String base =
                pieces.getFirst().name().substring(0, pieces.getFirst().name().indexOf('*'));
        if (pieces.stream().noneMatch(ContinuedParameters::encoded)) {
            StringBuilder value = new StringBuilder();
            pieces.forEach(piece -> value.append(piece.value()));
            return Optional.of(new Parameter(base, value.toString()));
        }
        Matcher extended = EXTENDED.matcher(pieces.getFirst().value());
        if (!encoded(pieces.getFirst()) || !extended.matches()) {
            return Optional.empty();
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.writeBytes(unescaped(extended.group(2)));
        for (Parameter piece : pieces.subList(1, pieces.size())) {
            octets.writeBytes(encoded(piece) ? unescaped(piece.value()) : raw(piece.value()));
        }
        return Charsets.lookup(extended.group(1))
                .flatMap(charset -> utf8(octets.toByteArray(), charset))
                .map(value -> new Parameter(base + '*', value));
    }

    private static boolean encoded(Parameter piece) {
        return piece.name().endsWith("*");
    }

    private static Optional<String> utf8(byte[] octets, Charset charset) {
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
            return Optional.of(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        } catch (CharacterCodingException other) {
            return Optional.empty();
        }
    }

    private static byte[] raw(String value) {
        return value.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A percent sign without two digits behind it is itself. */
    private static byte[] unescaped(String value) {
        byte[] octets = new byte[value.length()];
        int length = 0;
        for (int at = 0; at < value.length(); at++) {
            char next = value.charAt(at);
            if (next == '%'
                    && at + 2 < value.length()
                    && HexFormat.isHexDigit(value.charAt(at + 1))
                    && HexFormat.isHexDigit(value.charAt(at + 2))) {
                octets[length++] = (byte) HexFormat.fromHexDigits(value, at + 1, at + 3);
                at += 2;
            } else {
                octets[length++] = (byte) next;
            }
        }
        return Arrays.copyOf(octets, length);
    }
}
