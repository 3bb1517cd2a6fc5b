package waypost.protocol.smtp;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import waypost.identity.Referral;
import waypost.protocol.Output;

/**
 * A reply of SMTP or LMTP (RFC 5321 §4.2).
 *
 * @param enhanced the code of RFC 3463, {@code 5.1.1}; empty where there is none (greeting, EHLO, 334, 354)
 * @param lines of text, without the codes; at least one
 */
public record SmtpReply(int code, String enhanced, List<String> lines) {
    private static final String REFERRAL_CODE = "4.4.4";
    private static final String STALE_CODE = "[STALE]";

    /** "Ask your directory again": the recipient's answer of a node that has found his name to be another entry's by now. */
    public static final SmtpReply STALE = of(451, REFERRAL_CODE, STALE_CODE + " another has the name now");

    public SmtpReply {
        if (code < 200 || code > 559 || lines.isEmpty()) {
            throw new IllegalArgumentException("not a reply: " + code + " with " + lines.size() + " lines");
        }
        lines = List.copyOf(lines);
    }

    public static SmtpReply of(int code, String enhanced, String text) {
        return new SmtpReply(code, enhanced, List.of(text));
    }

    /** "Not here: ask that node": the recipient's answer of a node that knows the owner. */
    public static SmtpReply referral(Referral referral) {
        return of(451, REFERRAL_CODE, "[" + referral.text() + "] not here");
    }

    /** What {@link #referral(Referral)} wrote; believed from Waypost nodes only. */
    public Optional<Referral> referral() {
        String text = lines.get(0);
        int end = text.indexOf(']');
        return code == 451 && text.startsWith("[") && end > 0
                ? Referral.parse(text.substring(1, end))
                : Optional.empty();
    }

    /** Whether it is {@link #STALE}; believed from Waypost nodes only. */
    public boolean stale() {
        return code == 451 && lines.get(0).startsWith(STALE_CODE);
    }

    /** The same; but what only a node of ours can say becomes a refusal for now. */
    SmtpReply ofForeign() {
        return referral().isEmpty() && !stale() ? this : of(code, enhanced, "Not here");
    }

    public boolean positive() {
        return code < 400;
    }

    /** 4yz: the same may succeed later. */
    public boolean temporary() {
        return code >= 400 && code < 500;
    }

    public boolean permanent() {
        return code >= 500;
    }

    public void write(Output out) throws IOException {
        out.text(wire());
    }

    /** All lines with their codes and CRLF. */
    String wire() {
        StringBuilder wire = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            wire.append(code).append(i + 1 < lines.size() ? '-' : ' ');
            if (!enhanced.isEmpty()) {
                wire.append(enhanced).append(' ');
            }
            wire.append(lines.get(i)).append("\r\n");
        }
        return wire.toString();
    }

    /** For logs: one line. */
    @Override
    public String toString() {
        return code + " " + (enhanced.isEmpty() ? "" : enhanced + " ") + String.join(" / ", lines);
    }
}
