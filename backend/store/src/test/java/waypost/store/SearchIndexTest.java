package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SearchIndexTest {
    private static final Set<SearchField> BODY = Set.of(SearchField.BODY);

    private VolumeWorld world;
    private Account account;
    private final List<Appended> appended = new ArrayList<>();

    @BeforeEach
    void anAccount() throws IOException {
        world = new VolumeWorld(new SplittableRandom(5), 1 << 30, VolumeWorld.Uploads.IN_MEMORY);
        account = world.volume().account(world.accounts().getFirst());
    }

    @Test
    void narrowsWhatItKnowsAndLeavesTheRestOpen() throws IOException {
        append(0, 20);
        assertTrue(account.candidates(BODY, word(3)).all());
        account.index();
        append(20, 21);
        for (int i = 0; i < 20; i++) {
            assertEquals(List.of(i, 20), candidates(BODY, word(i)));
        }
        assertEquals(List.of(20), candidates(BODY, "nowhere"));
        assertTrue(account.candidates(BODY, "wo").all());
    }

    @Test
    void onlyALargeAccountThatIsSearchedHasAnIndex() throws IOException {
        append(0, 255);
        assertTrue(account.candidates(BODY, word(3)).all());
        assertFalse(indexed());
        append(255, 300);
        assertFalse(indexed());
        assertTrue(account.candidates(BODY, "wo").all());
        assertFalse(indexed());
        assertTrue(account.candidates(BODY, word(3)).all());
        assertTrue(indexed());
        world.volume().core().search().forget(account.id().value());
        assertFalse(indexed());
    }

    @Test
    void fieldsAreApart() throws IOException {
        append("From: alice@example.net\r\nTo: bob@example.net\r\nSubject: greetings\r\nX-Other: sundry\r\n\r\nbody");
        append("From: bob@example.net\r\nCc: alice@example.net\r\nSubject: other\r\n\r\ngreetings");
        account.index();
        assertEquals(List.of(0), candidates(Set.of(SearchField.FROM), "ALICE"));
        assertEquals(List.of(1), candidates(Set.of(SearchField.TO), "alice"));
        assertEquals(List.of(0), candidates(Set.of(SearchField.SUBJECT), "greet"));
        assertEquals(List.of(1), candidates(BODY, "greet"));
        assertEquals(List.of(0), candidates(Set.of(SearchField.HEADER), "sundry"));
        assertEquals(List.of(0, 1), candidates(Set.of(SearchField.HEADER, SearchField.BODY), "greet"));
    }

    @Test
    void segmentsStayFew() throws IOException {
        for (int i = 0; i < 150; i++) {
            append(i, i + 1);
            account.index();
            int segments = head().segments().size();
            assertTrue(segments < 24, "segments: " + segments);
        }
        assertEquals(150, head().items());
        for (int i = 0; i < 150; i += 13) {
            assertEquals(List.of(i), candidates(BODY, word(i)));
        }
    }

    @Test
    void itemsThatAreGoneGo() throws IOException {
        append(0, 300);
        account.index();
        List<MessageRef> gone = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            if (i % 10 != 0) {
                gone.add(StoreFixture.ref(appended.get(i)));
            }
        }
        Results.done(account.expunge(Folder.INBOX, gone));
        account.index();
        assertEquals(30, head().items());
        for (int i = 0; i < 300; i += 10) {
            SearchCandidates candidates = account.candidates(BODY, word(i));
            assertFalse(candidates.mayHold(item((i + 10) % 300)));
            assertTrue(candidates.mayHold(item(i)));
        }
    }

    @Test
    void anIndexOfNothingIsEmpty() throws IOException {
        append(0, 260);
        account.index();
        Results.done(account.expunge(
                Folder.INBOX, appended.stream().map(StoreFixture::ref).toList()));
        account.index();
        assertEquals(List.of(), head().segments());
        appended.clear();
        append(0, 3);
        account.index();
        assertEquals(List.of(1), candidates(BODY, word(1)));
    }

    @Test
    void anIndexOfAnotherVersionIsMadeAgain() throws IOException {
        append(0, 10);
        account.index();
        Table table = world.volume().core().table();
        Batch other = new Batch(table);
        other.put(Family.TERMS, SearchKeys.head(account.id().value()), new byte[] {1, 1, 1});
        other.put(Family.TERMS, SearchKeys.bucket(account.id().value(), 99, 4), new byte[] {1});
        table.write(other);
        assertTrue(account.candidates(BODY, word(3)).all());
        account.index();
        assertEquals(List.of(3), candidates(BODY, word(3)));
        assertTrue(table.get(Family.TERMS, SearchKeys.bucket(account.id().value(), 99, 4))
                .isEmpty());
    }

    @Test
    void copiesAndMovesAreFound() throws IOException {
        append(0, 3);
        int archive = Results.done(account.createFolder("elsewhere", FolderRole.NONE));
        Results.done(account.copy(Folder.INBOX, List.of(StoreFixture.ref(appended.get(0))), archive));
        Results.done(account.move(Folder.INBOX, List.of(StoreFixture.ref(appended.get(1))), archive));
        account.index();
        try (OpenFolder open = account.open(archive, _ -> {}).orElseThrow()) {
            SearchCandidates first = account.candidates(BODY, word(0));
            SearchCandidates second = account.candidates(BODY, word(1));
            List<Boolean> may = new ArrayList<>();
            open.items((_, itemNo) -> {
                may.add(first.mayHold(itemNo));
                may.add(second.mayHold(itemNo));
            });
            assertEquals(List.of(true, false, false, true), may);
        }
    }

    private static String word(int number) {
        return "word" + (1000 + number * 7919 % 9000) + "x";
    }

    private void append(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            append("Subject: message\r\n\r\nof " + word(i) + " and more\r\n");
        }
    }

    private void append(String text) throws IOException {
        appended.add(StoreFixture.append(account, Folder.INBOX, text));
    }

    private long item(int index) {
        return appended.get(index).itemNo();
    }

    private boolean indexed() throws IOException {
        return SearchHead.exists(world.volume().core().table(), account.id().value());
    }

    private SearchHead head() throws IOException {
        return SearchHead.read(world.volume().core().table(), account.id().value())
                .orElseThrow();
    }

    private List<Integer> candidates(Set<SearchField> fields, String text) throws IOException {
        SearchCandidates candidates = account.candidates(fields, text);
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < appended.size(); i++) {
            if (candidates.mayHold(item(i))) {
                found.add(i);
            }
        }
        return found;
    }
}
