package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.AccountId;
import waypost.store.StateRecord.Item;

/**
 * What search folders of a volume have left to do, a step at a time, from one folder to the next: to look at all items of the account, and to read those of
 * which the record does not say whether they belong there. One thread.
 */
final class SearchFolderWork {
    private static final Logger log = LoggerFactory.getLogger(SearchFolderWork.class);

    /** Messages that are read for one commit. */
    private static final int TOGETHER = 64;

    private static final byte[] FIRST = VolumeKeys.sought();

    private final VolumeCore volume;

    /** Behind the folder that was last worked for. */
    private byte[] next = FIRST;

    SearchFolderWork(VolumeCore volume) {
        this.volume = volume;
    }

    /**
     * What is to be done for one folder.
     *
     * @param items that are to be read
     */
    private record Task(AccountId account, int folderId, boolean fills, List<Long> items) {
        byte[] behind() {
            return VolumeKeys.sought(account.value(), folderId + 1, 0);
        }
    }

    /**
     * Does something for each folder that has something left.
     *
     * @param test without one nothing is read
     * @return whether something was done
     */
    boolean round(Optional<TextTest> test) throws IOException {
        boolean done = false;
        next = FIRST;
        for (Optional<Task> task = task(); task.isPresent(); task = task()) {
            next = task.get().behind();
            done |= attempt(task.get(), test);
        }
        return done;
    }

    private Optional<Task> task() throws IOException {
        List<Task> found = new ArrayList<>();
        volume.table().scanFrom(Family.VOLUME, VolumeKeys.sought(), next, (key, _) -> {
            AccountId account = new AccountId(VolumeKeys.accountOfSought(key));
            int folderId = VolumeKeys.folderOfSought(key);
            long itemNo = VolumeKeys.itemOfSought(key);
            if (found.isEmpty()) {
                found.add(new Task(account, folderId, itemNo == 0, new ArrayList<>()));
            }
            Task task = found.getFirst();
            boolean same = task.account().equals(account) && task.folderId() == folderId;
            if (same && itemNo != 0) {
                task.items().add(itemNo);
            }
            return same && task.items().size() < TOGETHER;
        });
        return found.stream().findFirst();
    }

    /** An account that is not served here has its work done where it is. */
    private boolean attempt(Task task, Optional<TextTest> test) {
        try {
            Account account = volume.account(task.account());
            boolean filled =
                    task.fills() && changed(account.restoring(draft -> SearchFolders.fill(draft, task.folderId())));
            return filled | (test.isPresent() && !task.items().isEmpty() && read(account, task, test.get()));
        } catch (IOException | RuntimeException failure) {
            log.error(
                    "event=search-folder-failed account={} folder={} why=\"{}\"",
                    task.account(),
                    task.folderId(),
                    failure.getMessage(),
                    failure);
            return false;
        }
    }

    private static boolean changed(Outcome<Boolean> outcome) {
        return outcome instanceof Outcome.Done<Boolean>;
    }

    private boolean read(Account account, Task task, TextTest test) throws IOException {
        AccountHead.State state = account.head().lock(volume.journal().term());
        account.head().unlock();
        Criterion criterion = state.searches().getOrDefault(task.folderId(), Criterion.NONE);
        Map<Long, Map<Criterion.OfText, Boolean>> texts = new TreeMap<>();
        for (Optional<Item> item :
                AccountReads.items(volume.table(), task.account().value(), task.items())) {
            if (item.isPresent()) {
                texts.put(item.get().itemNo(), texts(account, state, criterion, item.get(), test));
            }
        }
        return !texts.isEmpty()
                && changed(account.restoring(draft -> SearchFolders.decide(draft, task.folderId(), texts)));
    }

    /** Only what the answer needs is asked. */
    private Map<Criterion.OfText, Boolean> texts(
            Account account, AccountHead.State state, Criterion criterion, Item item, TextTest test) {
        Map<Criterion.OfText, Boolean> texts = new HashMap<>();
        Message message = new Message(item, volume.journal(), volume.index());
        String folder = account.folder(item.folderId()).map(Folder::name).orElse("");
        CriterionFacts facts = new CriterionFacts(item, folder, state.keywords().names(), texts);
        for (Optional<Criterion.OfText> open = criterion.reduced(facts).texts().findFirst();
                open.isPresent();
                open = criterion.reduced(facts).texts().findFirst()) {
            texts.put(open.get(), holds(open.get(), account, message, test));
        }
        return texts;
    }

    /** Nothing is found in a message that cannot be read. */
    private static boolean holds(Criterion.OfText text, Account account, Message message, TextTest test) {
        try {
            return test.holds(text, account, message);
        } catch (IOException | RuntimeException unreadable) {
            log.warn(
                    "event=search-folder-not-read account={} item={} why=\"{}\"",
                    account.id(),
                    message.itemNo(),
                    String.valueOf(unreadable));
            return false;
        }
    }
}
