package waypost.protocol.imap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import waypost.protocol.imap.ImapCommand.ListMailboxes;
import waypost.protocol.imap.ImapCommand.ListMailboxes.Return;
import waypost.protocol.imap.ImapCommand.ListMailboxes.Selection;

/** LIST: the syntax of RFC 3501 §6.3.8, and the extended one of RFC 5258 §6 with the options of RFC 6154 §6 and RFC 5819 §4. */
final class ListGrammar {
    private ListGrammar() {}

    static ImapCommand list(Tokens in) throws SyntaxError {
        boolean selects = in.peek() == '(';
        Set<Selection> selection = EnumSet.noneOf(Selection.class);
        if (selects) {
            selection = selection(in);
            in.space();
        }
        String reference = in.mailbox();
        in.space();
        boolean several = in.peek() == '(';
        List<String> patterns = several ? patterns(in) : List.of(in.mailboxPattern());
        boolean returns = in.skip(' ');
        boolean extended = selects || several || returns; // RFC 5258 §1
        if (extended) {
            in.needs(ImapExtension.LIST_EXTENDED);
        }
        if (!extended && patterns.contains("")) {
            return new ImapCommand.ListDelimiter();
        }
        Set<Return> returned = EnumSet.noneOf(Return.class);
        Set<StatusItem> status = EnumSet.noneOf(StatusItem.class);
        Set<String> metadata = new LinkedHashSet<>();
        if (returns) {
            returned(in, returned, status, metadata);
        }
        return new ListMailboxes(
                Set.copyOf(selection),
                reference,
                patterns,
                Set.copyOf(returned),
                List.copyOf(status),
                List.copyOf(metadata));
    }

    private static List<String> patterns(Tokens in) throws SyntaxError {
        List<String> patterns = new ArrayList<>();
        in.expect('(');
        do {
            patterns.add(in.mailboxPattern());
        } while (in.skip(' '));
        in.expect(')');
        return List.copyOf(patterns);
    }

    /** An option may come twice and counts once (RFC 5258 §3); one that is not known is BAD. */
    private static Set<Selection> selection(Tokens in) throws SyntaxError {
        Set<Selection> options = EnumSet.noneOf(Selection.class);
        in.expect('(');
        while (!in.skip(')')) {
            if (!options.isEmpty()) {
                in.space();
            }
            options.add(
                    switch (in.word()) {
                        case "SUBSCRIBED" -> Selection.SUBSCRIBED;
                        case "REMOTE" -> Selection.REMOTE;
                        case "RECURSIVEMATCH" -> Selection.RECURSIVEMATCH;
                        case "SPECIAL-USE" -> {
                            in.needs(ImapExtension.SPECIAL_USE);
                            yield Selection.SPECIAL_USE;
                        }
                        default -> throw new SyntaxError("unknown LIST option");
                    });
        }
        // RFC 5258 §6: list-select-mod-opt needs a list-select-base-opt; RFC 6154 §6: SPECIAL-USE is none
        if (options.contains(Selection.RECURSIVEMATCH) && !options.contains(Selection.SUBSCRIBED)) {
            throw new SyntaxError("RECURSIVEMATCH needs SUBSCRIBED");
        }
        return options;
    }

    private static void returned(Tokens in, Set<Return> options, Set<StatusItem> status, Set<String> metadata)
            throws SyntaxError {
        in.word("RETURN");
        in.space();
        in.expect('(');
        while (!in.skip(')')) {
            if (!options.isEmpty() || !status.isEmpty() || !metadata.isEmpty()) {
                in.space();
            }
            switch (in.word()) {
                case "SUBSCRIBED" -> options.add(Return.SUBSCRIBED);
                case "CHILDREN" -> options.add(Return.CHILDREN);
                case "SPECIAL-USE" -> {
                    in.needs(ImapExtension.SPECIAL_USE);
                    options.add(Return.SPECIAL_USE);
                }
                case "MYRIGHTS" -> { // RFC 8440 §5
                    in.needs(ImapExtension.LIST_MYRIGHTS);
                    options.add(Return.MYRIGHTS);
                }
                case "STATUS" -> { // RFC 5819 §4
                    in.needs(ImapExtension.LIST_STATUS);
                    status.addAll(ImapParser.statusItems(in));
                }
                case "METADATA" -> { // RFC 9590 §5
                    in.needs(ImapExtension.LIST_METADATA);
                    in.space();
                    metadata.addAll(MetadataGrammar.entries(in));
                }
                default -> throw new SyntaxError("unknown LIST option");
            }
        }
    }
}
