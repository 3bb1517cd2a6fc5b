package waypost.protocol.imap;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import waypost.protocol.imap.PartialRange.End;

/** SEARCH, SORT and THREAD in the selected state: they find, and answer in the form that was asked for. */
final class SearchCommands {
    private final SelectedMailbox mailbox;
    private final MessageNumbers messages;
    private final InstantSource clock;

    /** @param messages learns what a search saves */
    SearchCommands(SelectedMailbox mailbox, MessageNumbers messages, InstantSource clock) {
        this.mailbox = mailbox;
        this.messages = messages;
        this.clock = clock;
    }

    String search(String tag, ImapCommand.Search command, Replies out) throws IOException {
        Searcher searcher = searcher(command.returns());
        SearchKey key = command.key();
        List<Integer> found = switch (command.returns()) {
            case SearchReturn.Extended asked
            when !asked.whole() -> searcher.ends(key, asked.reach(End.FIRST), asked.reach(End.LAST));
            case SearchReturn _ -> searcher.search(key);
        };
        return answer(
                new SearchAnswer(tag, "SEARCH", command.numbering(), key.asksModSeq()), command.returns(), found, out);
    }

    /** RFC 5267 §3.1: what MIN and MAX are the sort order says. */
    String sort(String tag, ImapCommand.Sort command, Replies out) throws IOException {
        SearchKey key = command.key();
        List<Integer> found = searcher(command.returns()).search(key);
        List<Integer> sorted = new Sorter(mailbox).sort(found, command.criteria());
        return answer(
                new SearchAnswer(tag, "SORT", command.numbering(), key.asksModSeq()), command.returns(), sorted, out);
    }

    private String answer(SearchAnswer answer, SearchReturn returns, List<Integer> found, Replies out)
            throws IOException {
        if (returns.saves()) {
            messages.save(returns.concerned(found).stream().sorted().toList());
        }
        Optional<String> text = answer.of(returns, found, mailbox);
        if (text.isPresent()) {
            out.untagged(text.get());
        }
        return "OK " + answer.verb() + " completed";
    }

    String thread(ImapCommand.Thread command, Replies out) throws IOException {
        List<Integer> found = searcher(new SearchReturn.Plain()).search(command.key());
        List<ThreadNode> threads = new Threader(mailbox).threads(command.algorithm(), found);
        out.untagged(ThreadAnswer.of(threads, number -> command.numbering().identifier(mailbox, number)));
        return "OK THREAD completed";
    }

    /** NO, and nothing is saved any longer if something was to be (RFC 5182 §2.1). */
    String refuse(ImapCommand.UnknownCharset command) {
        if (command.returns().saves()) {
            messages.save(List.of());
        }
        return "NO [" + SearchCharset.refusalCode() + "] Unknown charset";
    }

    /** Knows what is saved; of that nothing is left if this search is to save and then fails (RFC 5182 §2.1). */
    private Searcher searcher(SearchReturn returns) {
        Searcher searcher = new Searcher(mailbox, new SearchPlan(mailbox, messages.saved(), clock.instant()));
        if (returns.saves()) {
            messages.save(List.of());
        }
        return searcher;
    }
}
