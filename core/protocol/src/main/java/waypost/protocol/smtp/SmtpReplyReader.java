package waypost.protocol.smtp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import waypost.protocol.LineReader;
import waypost.protocol.LineReader.Line;

/** Reads the replies of a server, several lines each (RFC 5321 §4.2.1), within limits. */
final class SmtpReplyReader {
    /** RFC 5321 §4.5.3.1.5 has 512. */
    private static final int MAX_LINE = 2048;

    private static final int MAX_LINES = 128;

    private static final Pattern LINE = Pattern.compile("([2-5][0-5][0-9])([ -]?)(.*)");

    /** RFC 2034 §4. */
    private static final Pattern ENHANCED = Pattern.compile("([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?: (.*))?");

    private final LineReader lines = new LineReader();
    private final List<String> texts = new ArrayList<>();
    private int code;
    private String enhanced = "";

    Reading next(ByteBuffer in) {
        while (true) {
            switch (lines.next(in, MAX_LINE)) {
                case Line.Partial() -> {
                    return new Reading.Partial();
                }
                case Line.TooLong(), Line.Foul() -> {
                    return new Reading.Broken("reply with a line that is too long, or not a line");
                }
                case Line.Text(var line) -> {
                    Optional<Reading> reading = line(line);
                    if (reading.isPresent()) {
                        return reading.get();
                    }
                }
            }
        }
    }

    private Optional<Reading> line(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()
                || matcher.group(2).isEmpty() && !matcher.group(3).isEmpty()) {
            return Optional.of(new Reading.Broken("not a reply"));
        }
        int number = Integer.parseInt(matcher.group(1));
        if (!texts.isEmpty() && number != code || texts.size() >= MAX_LINES) {
            return Optional.of(new Reading.Broken("reply with differing codes, or without end"));
        }
        code = number;
        text(matcher.group(3));
        if (matcher.group(2).equals("-")) {
            return Optional.empty();
        }
        SmtpReply reply = new SmtpReply(code, enhanced, texts);
        texts.clear();
        enhanced = "";
        return Optional.of(new Reading.Whole(reply));
    }

    private void text(String text) {
        Matcher matcher = ENHANCED.matcher(text);
        boolean has = matcher.matches() && matcher.group(1).charAt(0) - '0' == code / 100;
        if (has && (texts.isEmpty() || matcher.group(1).equals(enhanced))) {
            enhanced = matcher.group(1);
            String rest = matcher.group(2);
            texts.add(rest == null ? "" : rest);
        } else {
            texts.add(text);
        }
    }

    sealed interface Reading {
        record Whole(SmtpReply reply) implements Reading {}

        record Partial() implements Reading {}

        /** Not SMTP; for the log. */
        record Broken(String reason) implements Reading {}
    }
}
