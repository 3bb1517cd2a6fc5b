package waypost.protocol.imap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import waypost.protocol.imap.MetadataCommand.Depth;

/** GETMETADATA and SETMETADATA (RFC 5464 §5). */
final class MetadataGrammar {
    private static final int MAX_ENTRY = 500;
    private static final Set<String> SCOPES = Set.of("private", "shared");

    private MetadataGrammar() {}

    static ImapCommand command(String verb, Tokens in) throws SyntaxError {
        in.space();
        return verb.equals("GETMETADATA") ? get(in) : set(in);
    }

    private static ImapCommand get(Tokens in) throws SyntaxError {
        Options options = new Options();
        if (in.peek() == '(') {
            options.read(in);
            in.space();
        }
        String mailbox = in.mailbox();
        in.space();
        if (options.none() && in.peek() == '(') { // as the examples of RFC 5464 §4.2 have them, against its §5
            in.expect('(');
            if (in.peek() == '/' || in.peek() == '"' || in.peek() == '{') {
                return get(mailbox, restOfEntries(in), options);
            }
            options.readRest(in);
            in.space();
        }
        return get(mailbox, in.skip('(') ? restOfEntries(in) : List.of(entry(in)), options);
    }

    private static ImapCommand get(String mailbox, List<String> entries, Options options) {
        return new ImapCommand.Metadata(new MetadataCommand.Get(mailbox, entries, options.depth, options.maxSize));
    }

    private static ImapCommand set(Tokens in) throws SyntaxError {
        String mailbox = in.mailbox();
        in.space();
        in.expect('(');
        List<MailboxMetadata.Change> changes = new ArrayList<>();
        do {
            String entry = entry(in);
            if (!complete(entry)) {
                throw new SyntaxError("entry name has too few components");
            }
            in.space();
            changes.add(new MailboxMetadata.Change(entry, in.nstringOrLiteral8()));
        } while (in.skip(' '));
        in.expect(')');
        return new ImapCommand.Metadata(new MetadataCommand.Set(mailbox, List.copyOf(changes)));
    }

    /** A list of entries with its parentheses. */
    static List<String> entries(Tokens in) throws SyntaxError {
        in.expect('(');
        return restOfEntries(in);
    }

    private static List<String> restOfEntries(Tokens in) throws SyntaxError {
        List<String> entries = new ArrayList<>();
        do {
            entries.add(entry(in));
        } while (in.skip(' '));
        in.expect(')');
        return List.copyOf(entries);
    }

    /**
     * RFC 5464 §3.2, in small letters. Its range of refused octets ends at 0x19 and leaves six control characters; those are refused as well. That the first
     * components stand alone is right where it is asked for what is below them.
     */
    private static String entry(Tokens in) throws SyntaxError {
        String entry = in.astring().toLowerCase(Locale.ROOT);
        List<String> components = components(entry);
        boolean named = entry.startsWith("/")
                && SCOPES.contains(components.getFirst())
                && components.stream().noneMatch(String::isEmpty);
        if (!named || entry.length() > MAX_ENTRY || !entry.chars().allMatch(MetadataGrammar::allowed)) {
            throw new SyntaxError("not an entry name");
        }
        return entry;
    }

    private static boolean allowed(int octet) {
        return octet >= ' ' && octet < 0x7F && octet != '*' && octet != '%';
    }

    private static List<String> components(String entry) {
        return List.of(entry.substring(Math.min(1, entry.length())).split("/", -1));
    }

    /** RFC 5464 §3.2: two components at least, four where a vendor begins. */
    private static boolean complete(String entry) {
        List<String> components = components(entry);
        return components.size() >= 2 && (!components.get(1).equals("vendor") || components.size() >= 4);
    }

    /** getmetadata-options, each once. */
    private static final class Options {
        private enum Option {
            MAXSIZE,
            DEPTH
        }

        private final Set<Option> given = EnumSet.noneOf(Option.class);
        private Depth depth = Depth.ZERO;
        private OptionalLong maxSize = OptionalLong.empty();

        boolean none() {
            return given.isEmpty();
        }

        void read(Tokens in) throws SyntaxError {
            in.expect('(');
            readRest(in);
        }

        void readRest(Tokens in) throws SyntaxError {
            do {
                Option option = option(in.word());
                if (!given.add(option)) {
                    throw new SyntaxError("an option comes twice");
                }
                in.space();
                switch (option) {
                    case MAXSIZE -> maxSize = OptionalLong.of(in.number());
                    case DEPTH -> depth = depth(in.word());
                }
            } while (in.skip(' '));
            in.expect(')');
        }

        private static Option option(String word) throws SyntaxError {
            return switch (word) {
                case "MAXSIZE" -> Option.MAXSIZE;
                case "DEPTH" -> Option.DEPTH;
                default -> throw new SyntaxError("unknown GETMETADATA option");
            };
        }

        private static Depth depth(String word) throws SyntaxError {
            return switch (word) {
                case "0" -> Depth.ZERO;
                case "1" -> Depth.ONE;
                case "INFINITY" -> Depth.INFINITY;
                default -> throw new SyntaxError("depth is 0, 1 or infinity");
            };
        }
    }
}
