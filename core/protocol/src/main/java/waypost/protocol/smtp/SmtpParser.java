package waypost.protocol.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import waypost.identity.Secret;
import waypost.identity.TransferId;
import waypost.protocol.login.Xclient;
import waypost.protocol.smtp.SmtpCommand.Chunk;
import waypost.protocol.smtp.SmtpCommand.Greeting;
import waypost.protocol.smtp.SmtpCommand.Malformed;
import waypost.protocol.smtp.SmtpCommand.Parameter;

/** Command lines to commands. Pure; what a session allows of them is the session's affair. */
final class SmtpParser {
    private static final int MAX_HELLO = 255;

    /** More than any disk, and a long holds them. */
    private static final int MAX_DIGITS = 18;

    private SmtpParser() {}

    /** Parses a line without its CRLF. */
    static SmtpCommand parse(String line) {
        String trimmed = line.stripTrailing();
        int space = trimmed.indexOf(' ');
        String verb = (space < 0 ? trimmed : trimmed.substring(0, space)).toUpperCase(Locale.ROOT);
        String argument = space < 0 ? "" : trimmed.substring(space + 1);
        return switch (verb) {
            case "EHLO" -> hello(Greeting.EHLO, argument);
            case "HELO" -> hello(Greeting.HELO, argument);
            case "LHLO" -> hello(Greeting.LHLO, argument);
            case "MAIL" -> mail(argument);
            case "RCPT" -> rcpt(argument);
            case "DATA" -> alone(new SmtpCommand.Data(), argument);
            case "BDAT" -> bdat(argument);
            case "RSET" -> alone(new SmtpCommand.Rset(), argument);
            case "QUIT" -> alone(new SmtpCommand.Quit(), argument);
            case "STARTTLS" -> alone(new SmtpCommand.StartTls(), argument);
            case "AUTH" -> auth(argument);
            case "NOOP" -> new SmtpCommand.Noop();
            case "VRFY" -> argument.isEmpty() ? new Malformed(Replies.SYNTAX) : new SmtpCommand.Vrfy();
            case "HELP" -> new SmtpCommand.Help();
            case "EXPN", "TURN", "ETRN" -> new SmtpCommand.Declined();
            case "XCLIENT" ->
                Xclient.parse(argument)
                        .<SmtpCommand>map(SmtpCommand.Client::new)
                        .orElseGet(SmtpParser::syntax);
            case "KEEP" -> keep(argument);
            case "DONE" ->
                transfer(argument).<SmtpCommand>map(SmtpCommand.Done::new).orElseGet(SmtpParser::syntax);
            default -> new SmtpCommand.Unknown(verb);
        };
    }

    private static SmtpCommand syntax() {
        return new Malformed(Replies.SYNTAX);
    }

    private static SmtpCommand alone(SmtpCommand command, String argument) {
        return argument.isEmpty() ? command : syntax();
    }

    /** RFC 5321 §4.1.1.1 wants a domain or literal; clients send all kinds of names, and refusing them stops nobody else. */
    private static SmtpCommand hello(Greeting greeting, String name) {
        boolean printable = name.chars().allMatch(c -> c > ' ' && c != 127);
        return name.isEmpty() || name.length() > MAX_HELLO || !printable
                ? syntax()
                : new SmtpCommand.Hello(greeting, name);
    }

    private static SmtpCommand mail(String argument) {
        int start = afterKeyword("FROM:", argument);
        if (start < 0) {
            return syntax();
        }
        PathParser path = new PathParser(argument, start);
        Optional<ReversePath> sender = path.reversePath();
        if (sender.isEmpty()) {
            return new Malformed(Replies.BAD_SENDER);
        }
        return parameters(argument, path.position())
                .<SmtpCommand>map(parameters -> new SmtpCommand.Mail(sender.get(), parameters))
                .orElseGet(SmtpParser::syntax);
    }

    private static SmtpCommand rcpt(String argument) {
        int start = afterKeyword("TO:", argument);
        if (start < 0) {
            return syntax();
        }
        PathParser path = new PathParser(argument, start);
        Optional<Mailbox> recipient = path.forwardPath();
        if (recipient.isEmpty()) {
            return new Malformed(Replies.BAD_ADDRESS);
        }
        return parameters(argument, path.position())
                .<SmtpCommand>map(parameters -> new SmtpCommand.Rcpt(recipient.get(), parameters))
                .orElseGet(SmtpParser::syntax);
    }

    /** Where the path begins. A space behind the colon is wrong (RFC 5321 §3.3) and widespread: accepted. */
    static int afterKeyword(String keyword, String argument) {
        if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
            return -1;
        }
        int start = keyword.length();
        return argument.startsWith(" ", start) ? start + 1 : start;
    }

    /** {@code *(SP esmtp-keyword ["=" esmtp-value])}, RFC 5321 §4.1.2. Empty if something else stands there. */
    static Optional<List<Parameter>> parameters(String text, int from) {
        List<Parameter> parameters = new ArrayList<>();
        if (from == text.length()) {
            return Optional.of(parameters);
        }
        if (text.charAt(from) != ' ') {
            return Optional.empty();
        }
        for (String word : text.substring(from + 1).stripLeading().split(" +", -1)) {
            int equals = word.indexOf('=');
            String keyword = equals < 0 ? word : word.substring(0, equals);
            Optional<String> value = equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
            if (!keyword(keyword) || value.filter(v -> !value(v)).isPresent()) {
                return Optional.empty();
            }
            parameters.add(new Parameter(keyword.toUpperCase(Locale.ROOT), value));
        }
        return Optional.of(parameters);
    }

    private static boolean keyword(String text) {
        return !text.isEmpty()
                && Octet.alphaDigit(text.charAt(0))
                && text.chars().allMatch(c -> Octet.alphaDigit(c) || c == '-');
    }

    private static boolean value(String text) {
        return !text.isEmpty() && text.chars().allMatch(Octet::parameterValue);
    }

    private static SmtpCommand bdat(String argument) {
        String[] words = argument.split(" ", -1);
        boolean last = words.length == 2 && words[1].equalsIgnoreCase("LAST");
        if (!number(words[0]) || words.length > 1 && !last) {
            return new SmtpCommand.Lost(Replies.SYNTAX);
        }
        return new SmtpCommand.Bdat(Long.parseLong(words[0]), last ? Chunk.LAST : Chunk.MORE_FOLLOW);
    }

    private static SmtpCommand auth(String argument) {
        String[] words = argument.split(" ", -1);
        return switch (words.length) {
            case 1 -> words[0].isEmpty() ? syntax() : new SmtpCommand.Auth(words[0], Optional.empty());
            case 2 -> new SmtpCommand.Auth(words[0], Optional.of(new Secret(words[1])));
            default -> syntax();
        };
    }

    private static SmtpCommand keep(String argument) {
        SmtpCommand.Keep malformed = new SmtpCommand.Keep(Optional.empty(), ReversePath.NULL, List.of());
        int space = argument.indexOf(' ');
        int start = space < 0 ? -1 : afterKeyword("FROM:", argument.substring(space + 1));
        if (start < 0) {
            return malformed;
        }
        PathParser path = new PathParser(argument, space + 1 + start);
        Optional<ReversePath> sender = path.reversePath();
        Optional<TransferId> transfer = transfer(argument.substring(0, space));
        return sender.isEmpty()
                ? malformed
                : parameters(argument, path.position())
                        .map(words -> new SmtpCommand.Keep(transfer, sender.get(), words))
                        .orElse(malformed);
    }

    static Optional<TransferId> transfer(String hex) {
        boolean digits = hex.length() == 32 && hex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
        return digits ? Optional.of(TransferId.parse(hex)) : Optional.empty();
    }

    /** A non-negative number that fits. */
    static boolean number(String text) {
        return !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(Octet::digit);
    }
}
