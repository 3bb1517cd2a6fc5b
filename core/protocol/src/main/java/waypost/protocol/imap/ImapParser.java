package waypost.protocol.imap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import waypost.identity.Secret;
import waypost.protocol.imap.ImapCommand.Numbering;
import waypost.protocol.imap.ImapCommand.Select.Access;
import waypost.protocol.imap.ImapCommand.Select.Parameter;
import waypost.protocol.imap.ImapCommand.Tagged;
import waypost.protocol.login.Credentials;

/** The grammar of RFC 3501 §9 and its extensions: one whole command in, one record out. Total: what does not parse is Malformed. */
public final class ImapParser {
    /** Stands in for the tag of a command that has none. */
    public static final String NO_TAG = "*";

    private ImapParser() {}

    /**
     * Reads one command.
     *
     * @param extensions whose commands are known
     * @param octets the command without its last CRLF, literals in place; the message of an APPEND is announced at the end and not included
     */
    public static Tagged parse(byte[] octets, ImapExtensions extensions) {
        return parse(octets, extensions, new Enabled());
    }

    static Tagged parse(byte[] octets, ImapExtensions extensions, Enabled enabled) {
        Tokens in = new Tokens(octets, extensions, enabled);
        String tag = NO_TAG;
        try {
            tag = in.tag();
            in.space();
            ImapCommand command = command(in);
            if (!(command instanceof ImapCommand.Unknown)) {
                in.end();
            }
            if (enabled.uidOnly() && MessageNumbers.usedBy(command)) { // RFC 9586 §3
                throw new SyntaxError("[UIDREQUIRED] Message numbers are not allowed where UIDONLY is enabled");
            }
            return new Tagged(tag, command);
        } catch (SyntaxError.NoName none) {
            return new Tagged(tag, new ImapCommand.Unnamable(none.reason()));
        } catch (SyntaxError error) {
            return new Tagged(tag, new ImapCommand.Malformed(error.reason()));
        }
    }

    private static ImapCommand command(Tokens in) throws SyntaxError {
        String verb = in.word();
        return known(verb, in) ? command(verb, in) : new ImapCommand.Unknown(verb);
    }

    private static boolean known(String verb, Tokens in) {
        return ImapExtension.ofCommand(verb).filter(added -> !in.offers(added)).isEmpty();
    }

    private static ImapCommand command(String verb, Tokens in) throws SyntaxError {
        return switch (verb) {
            case "CAPABILITY" -> new ImapCommand.Capability();
            case "NOOP" -> new ImapCommand.Noop();
            case "LOGOUT" -> new ImapCommand.Logout();
            case "ID" -> id(in);
            case "STARTTLS" -> new ImapCommand.StartTls();
            case "LOGIN" -> login(in);
            case "AUTHENTICATE" -> authenticate(in);
            case "ENABLE" -> enable(in);
            case "NAMESPACE" -> new ImapCommand.Namespace();
            case "GETMETADATA", "SETMETADATA" -> MetadataGrammar.command(verb, in);
            case "GETQUOTA", "GETQUOTAROOT", "SETQUOTA" -> QuotaGrammar.command(verb, in);
            case "SETACL", "DELETEACL", "GETACL", "LISTRIGHTS", "MYRIGHTS" -> AclGrammar.command(verb, in);
            case "NOTIFY" -> NotifyGrammar.command(in);
            case "IDLE" -> new ImapCommand.Idle();
            case "COMPRESS" -> compress(in);
            case "UID" -> uid(in);
            case "SELECT",
                    "EXAMINE",
                    "CREATE",
                    "DELETE",
                    "RENAME",
                    "SUBSCRIBE",
                    "UNSUBSCRIBE",
                    "LIST",
                    "LSUB",
                    "XLIST",
                    "STATUS",
                    "APPEND" -> mailboxCommand(verb, in);
            default -> ofMessages(verb, in);
        };
    }

    private static ImapCommand ofMessages(String verb, Tokens in) throws SyntaxError {
        return switch (verb) {
            case "UIDBATCHES" -> uidBatches(in);
            case "CHECK" -> new ImapCommand.Check();
            case "CLOSE" -> new ImapCommand.Close();
            case "UNSELECT" -> new ImapCommand.Unselect();
            case "UNAUTHENTICATE" -> new ImapCommand.Unauthenticate();
            case "EXPUNGE" -> new ImapCommand.Expunge(Optional.empty());
            case "SEARCH", "SORT", "THREAD", "ESEARCH" -> searchCommand(verb, Numbering.SEQUENCE, in);
            case "CANCELUPDATE" -> SearchReturnGrammar.cancelUpdate(in);
            case "FETCH", "STORE", "COPY", "MOVE" -> messageCommand(verb, Numbering.SEQUENCE, in);
            case "REPLACE" -> AppendGrammar.replace(Numbering.SEQUENCE, in);
            default -> new ImapCommand.Unknown(verb);
        };
    }

    /** RFC 10022 §4. */
    private static ImapCommand uidBatches(Tokens in) throws SyntaxError {
        in.space();
        long size = in.positiveNumber();
        if (!in.skip(' ')) {
            return new ImapCommand.UidBatches(size, 1, ImapCommand.UidBatches.ALL);
        }
        long first = in.positiveNumber();
        in.expect(':');
        return new ImapCommand.UidBatches(size, first, in.positiveNumber());
    }

    private static ImapCommand uid(Tokens in) throws SyntaxError {
        in.space();
        String verb = in.word();
        if (!known("UID " + verb, in)) {
            return new ImapCommand.Unknown("UID " + verb);
        }
        return switch (verb) {
            case "EXPUNGE" -> { // RFC 4315 §2.1
                in.space();
                yield new ImapCommand.Expunge(Optional.of(in.sequenceSet()));
            }
            case "SEARCH", "SORT", "THREAD" -> searchCommand(verb, Numbering.UID, in);
            case "FETCH", "STORE", "COPY", "MOVE" -> messageCommand(verb, Numbering.UID, in);
            case "REPLACE" -> AppendGrammar.replace(Numbering.UID, in);
            default -> new ImapCommand.Unknown("UID " + verb);
        };
    }

    private static ImapCommand mailboxCommand(String verb, Tokens in) throws SyntaxError {
        in.space();
        if (verb.equals("LIST")) {
            return ListGrammar.list(in);
        }
        if (verb.equals("SELECT") || verb.equals("EXAMINE")) {
            return select(Access.valueOf(verb), in);
        }
        String mailbox = in.mailbox();
        return switch (verb) {
            case "CREATE" -> CreateGrammar.create(mailbox, in);
            case "DELETE" -> new ImapCommand.Delete(mailbox);
            case "SUBSCRIBE" -> new ImapCommand.Subscribe(mailbox);
            case "UNSUBSCRIBE" -> new ImapCommand.Unsubscribe(mailbox);
            case "RENAME" -> new ImapCommand.Rename(mailbox, mailbox(in));
            case "LSUB" -> new ImapCommand.Lsub(mailbox, pattern(in));
            case "XLIST" -> new ImapCommand.Xlist(mailbox, pattern(in));
            case "STATUS" -> new ImapCommand.Status(mailbox, statusItems(in));
            case "APPEND" -> new ImapCommand.Append(mailbox, AppendGrammar.begun(in));
            default -> throw new IllegalArgumentException(verb);
        };
    }

    private static ImapCommand searchCommand(String verb, Numbering numbering, Tokens in) throws SyntaxError {
        in.space();
        return switch (verb) {
            case "SEARCH" -> SearchGrammar.search(numbering, in);
            case "SORT" -> SortGrammar.sort(numbering, in);
            case "THREAD" -> SortGrammar.thread(numbering, in);
            case "ESEARCH" -> SearchGrammar.multiSearch(in);
            default -> throw new IllegalArgumentException(verb);
        };
    }

    private static ImapCommand messageCommand(String verb, Numbering numbering, Tokens in) throws SyntaxError {
        in.space();
        SequenceSet set = in.sequenceSet();
        return switch (verb) {
            case "FETCH" -> FetchGrammar.fetch(numbering, set, in);
            case "STORE" -> StoreGrammar.store(numbering, set, in);
            case "COPY" -> new ImapCommand.Copy(numbering, set, mailbox(in));
            case "MOVE" -> new ImapCommand.Move(numbering, set, mailbox(in));
            default -> throw new IllegalArgumentException(verb);
        };
    }

    private static String mailbox(Tokens in) throws SyntaxError {
        in.space();
        return in.mailbox();
    }

    private static String pattern(Tokens in) throws SyntaxError {
        in.space();
        return in.mailboxPattern();
    }

    /** Each parameter of RFC 4466 §2.1 once. */
    private static ImapCommand select(Access access, Tokens in) throws SyntaxError {
        String written = in.writtenMailbox();
        Set<Parameter> parameters = EnumSet.noneOf(Parameter.class);
        Optional<Resync> known = Optional.empty();
        if (in.skip(' ')) {
            in.needs(ImapExtension.CONDSTORE);
            in.expect('(');
            do {
                String word = in.word();
                if (word.equals("CONDSTORE") && parameters.add(Parameter.CONDSTORE)) {
                    continue;
                }
                if (!word.equals("QRESYNC") || known.isPresent()) {
                    throw new SyntaxError("unknown parameter");
                }
                known = Optional.of(ResyncGrammar.known(in));
            } while (in.skip(' '));
            in.expect(')');
        }
        return new ImapCommand.Select(MailboxName.withInbox(written), written, access, Set.copyOf(parameters), known);
    }

    static List<StatusItem> statusItems(Tokens in) throws SyntaxError {
        in.space();
        in.expect('(');
        Set<StatusItem> items = EnumSet.noneOf(StatusItem.class);
        do {
            items.add(statusItem(in));
        } while (in.skip(' '));
        in.expect(')');
        return List.copyOf(items);
    }

    private static StatusItem statusItem(Tokens in) throws SyntaxError {
        String word = in.word();
        for (StatusItem item : StatusItem.values()) {
            if (item.toString().equals(word) && item.extension().map(in::offers).orElse(true)) {
                return item;
            }
        }
        throw new SyntaxError("unknown STATUS item");
    }

    /** RFC 2971 §3.1. */
    private static ImapCommand id(Tokens in) throws SyntaxError {
        in.space();
        List<ImapCommand.Id.Field> fields = new ArrayList<>();
        if (!in.skip('(')) {
            if (in.nstring().isPresent()) {
                throw new SyntaxError("expected NIL or a list");
            }
            return new ImapCommand.Id(fields);
        }
        while (!in.skip(')')) {
            if (!fields.isEmpty()) {
                in.space();
            }
            String name = in.string();
            in.space();
            fields.add(new ImapCommand.Id.Field(name, in.nstring()));
        }
        return new ImapCommand.Id(List.copyOf(fields));
    }

    private static ImapCommand login(Tokens in) throws SyntaxError {
        in.space();
        String user = Tokens.decode(in.astring(), StandardCharsets.UTF_8);
        in.space();
        String password = Tokens.decode(in.astring(), StandardCharsets.UTF_8);
        return new ImapCommand.Login(new Credentials.Password("", user, new Secret(password)));
    }

    /** RFC 3501 §6.2.2, with the initial response of RFC 4959 §3. */
    private static ImapCommand authenticate(Tokens in) throws SyntaxError {
        in.space();
        String mechanism = in.word();
        Optional<String> initial =
                in.skip(' ') ? Optional.of(in.run(Characters.ATOM, "an initial response")) : Optional.empty();
        return new ImapCommand.Authenticate(mechanism, initial);
    }

    /** RFC 4978 §5. */
    private static ImapCommand compress(Tokens in) throws SyntaxError {
        in.space();
        in.word("DEFLATE");
        return new ImapCommand.Compress();
    }

    /** RFC 5161 §3.1. */
    private static ImapCommand enable(Tokens in) throws SyntaxError {
        List<String> capabilities = new ArrayList<>();
        do {
            in.space();
            capabilities.add(in.atom().toUpperCase(Locale.ROOT));
        } while (in.peek() == ' ');
        return new ImapCommand.Enable(List.copyOf(capabilities));
    }
}
