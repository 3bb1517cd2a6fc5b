package waypost.protocol.pop3;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import waypost.identity.Secret;
import waypost.protocol.login.Xclient;

/** Command lines to commands. */
final class Pop3Parser {
    private static final int MAX_DIGITS = 9;

    private Pop3Parser() {}

    /** Parses a line without its CRLF. */
    static Pop3Command parse(String line) {
        int space = line.indexOf(' ');
        String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        String argument = space < 0 ? "" : line.substring(space + 1);
        return switch (verb) {
            case "USER" -> argument.isEmpty() ? new Pop3Command.Malformed() : new Pop3Command.User(argument);
            // RFC 1939 §7: spaces belong to the password
            case "PASS" -> new Pop3Command.Pass(new Secret(argument));
            case "AUTH" -> auth(argument.strip());
            case "XCLIENT" ->
                Xclient.parse(argument)
                        .<Pop3Command>map(Pop3Command.Client::new)
                        .orElseGet(Pop3Command.Malformed::new);
            case "STLS" -> alone(new Pop3Command.Stls(), argument);
            case "CAPA" -> alone(new Pop3Command.Capa(), argument);
            case "STAT" -> alone(new Pop3Command.Stat(), argument);
            case "RSET" -> alone(new Pop3Command.Rset(), argument);
            case "NOOP" -> alone(new Pop3Command.Noop(), argument);
            case "QUIT" -> alone(new Pop3Command.Quit(), argument);
            case "LIST" -> optional(argument, Pop3Command.ListSizes::new);
            case "UIDL" -> optional(argument, Pop3Command.Uidl::new);
            case "RETR" -> numbered(argument, Pop3Command.Retr::new);
            case "DELE" -> numbered(argument, Pop3Command.Dele::new);
            case "TOP" -> top(argument.strip());
            default -> new Pop3Command.Unknown();
        };
    }

    private static Pop3Command alone(Pop3Command command, String argument) {
        return argument.isBlank() ? command : new Pop3Command.Malformed();
    }

    private static Pop3Command optional(String argument, Function<OptionalInt, Pop3Command> command) {
        return argument.isBlank()
                ? command.apply(OptionalInt.empty())
                : numbered(argument, number -> command.apply(OptionalInt.of(number)));
    }

    private static Pop3Command numbered(String argument, IntFunction<Pop3Command> command) {
        OptionalInt number = number(argument.strip());
        return number.isPresent() ? command.apply(number.getAsInt()) : new Pop3Command.Malformed();
    }

    private static Pop3Command top(String argument) {
        String[] words = argument.split(" +", -1);
        OptionalInt message = number(words[0]);
        OptionalInt lines = words.length == 2 ? number(words[1]) : OptionalInt.empty();
        return message.isPresent() && lines.isPresent()
                ? new Pop3Command.Top(message.getAsInt(), lines.getAsInt())
                : new Pop3Command.Malformed();
    }

    private static Pop3Command auth(String argument) {
        String[] words = argument.split(" ", -1);
        return switch (words.length) {
            case 1 ->
                words[0].isEmpty() ? new Pop3Command.Malformed() : new Pop3Command.Auth(words[0], Optional.empty());
            case 2 -> new Pop3Command.Auth(words[0], Optional.of(new Secret(words[1])));
            default -> new Pop3Command.Malformed();
        };
    }

    private static OptionalInt number(String text) {
        boolean digits =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }
}
