package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The index has the beginnings of texts, whoever was the first to make them. */
final class PreviewsTest {
    private VolumeWorld world;
    private Account alice;

    @BeforeEach
    void open() throws IOException {
        world = new VolumeWorld(new SplittableRandom(9), 1 << 30, VolumeWorld.Uploads.IN_MEMORY);
        alice = world.volume().account(world.accounts().getFirst());
    }

    private Message append(String text) throws IOException {
        Appended appended = StoreFixture.append(alice, Folder.INBOX, text);
        return alice.message(appended.itemNo()).orElseThrow();
    }

    @Test
    void whoIndexesMakesThem() throws IOException {
        Message text = append("Subject: a\r\n\r\nGr\u00fc\u00dfe  und mehr");
        Message none = append("Content-Type: image/png\r\n\r\nx");
        assertEquals(Optional.empty(), text.previewAtHand());
        alice.index();
        assertEquals(Optional.of("Gr\u00fc\u00dfe und mehr"), text.previewAtHand());
        assertEquals(Optional.of(""), none.previewAtHand());
    }

    @Test
    void whoAsksMakesThem() throws IOException {
        Message text = append("\r\nhello");
        assertEquals("hello", text.preview());
        assertEquals(Optional.of("hello"), text.previewAtHand());
        append("another change");
        byte[] key = Keys.preview(text.item().body().id().orElseThrow());
        Optional<byte[]> stored = world.table().get(Family.DERIVED, key);
        assertEquals(Optional.of("hello"), stored.flatMap(StoredPreview::text));
    }

    @Test
    void copiesHaveThatOfTheirSource() throws IOException {
        Message text = append("\r\nhello");
        alice.index();
        int archive = alice.folder("Archive").orElseThrow().id();
        MessageRef source = new MessageRef(text.itemNo(), text.uid());
        Results.done(alice.copy(Folder.INBOX, List.of(source), archive));
        Message copy = alice.messages(text.itemNo() + 1, 1).getFirst();
        assertEquals(Optional.of("hello"), copy.previewAtHand());
    }

    /** What nothing needs goes, and one of another version is made again. */
    @Test
    void theyGoWithTheirMessages() throws IOException {
        Message text = append("\r\nhello");
        alice.index();
        byte[] key = Keys.preview(text.item().body().id().orElseThrow());
        Batch other = new Batch(world.table());
        other.put(Family.DERIVED, key, new byte[] {99, 'x'});
        world.table().write(other);
        assertEquals("hello", text.preview());
        Results.done(alice.expunge(Folder.INBOX, List.of(new MessageRef(text.itemNo(), text.uid()))));
        StoreFixture.forget(world.volume(), alice.id());
        append("another change");
        new NeedlessDerived(world.table(), world.volume().core().journal()).run(Pace.FULL);
        assertEquals(Optional.empty(), world.table().get(Family.DERIVED, key).map(String::new));
    }
}
