package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.store.SegmentHeader.Encoding;

/** Frames that share what they have in common, and the others. */
final class TrainedFramesTest {
    private static final int BEGIN = SegmentHeader.BYTES;

    private final ForgetfulDisk disk = new ForgetfulDisk(1, 1 << 30);
    private final SplittableRandom random = new SplittableRandom(7);

    /** Sentences of which each is once or twice in a frame, and letters that are nowhere else. */
    private byte[] mail(int length) {
        byte[] sentences = letters(40_000);
        byte[] mail = letters(length);
        for (int at = BEGIN; at + 1000 < length; at += 1000) {
            System.arraycopy(sentences, 400 * random.nextInt(100), mail, at, 400);
        }
        return mail;
    }

    private byte[] letters(int length) {
        byte[] letters = new byte[length];
        for (int i = 0; i < length; i++) {
            letters[i] = (byte) ('a' + random.nextInt(26));
        }
        return letters;
    }

    private Encoding write(Disk.DiskFile file, Packing packing, byte[] content) throws IOException {
        file.write(ByteBuffer.wrap(content, 0, BEGIN), 0);
        try (packing) {
            for (int at = BEGIN; at < content.length; at += 8 * Frames.OCTETS) {
                packing.write(ByteBuffer.wrap(content, at, Math.min(8 * Frames.OCTETS, content.length - at)));
            }
            return packing.finish();
        }
    }

    private Encoding trained(Disk.DiskFile file, byte[] content) throws IOException {
        return write(file, new TrainedFrames(file, BEGIN, content.length), content);
    }

    /** Shorter and longer than what is learned from. */
    @ParameterizedTest
    @ValueSource(ints = {30 * Frames.OCTETS + 77, FrameDictionary.LEARNED + BEGIN, FrameDictionary.LEARNED + 300_000})
    void eachRangeIsAsItWasAndTakesLess(int length) throws IOException {
        byte[] content = mail(length);
        Disk.DiskFile file = disk.create("trained");
        Disk.DiskFile without = disk.create("without");
        assertEquals(Encoding.TRAINED, trained(file, content));
        assertEquals(Encoding.ZSTD, write(without, new Frames.Writer(without, BEGIN), content));
        assertTrue(file.size() < without.size() * 9 / 10, file.size() + " octets instead of " + without.size());
        FramedFile framed = FramedFile.trained(file, "trained", length);
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(length);
            ByteBuffer read = ByteBuffer.allocate(random.nextInt(3 * Frames.OCTETS));
            framed.read(read, from);
            byte[] expected = Arrays.copyOfRange(content, from, Math.min(length, from + read.capacity()));
            assertEquals(ByteBuffer.wrap(expected), read.flip());
        }
    }

    @Test
    void withoutAnythingInCommonThereIsNoDictionary() throws IOException {
        for (int length : new int[] {BEGIN + 1, BEGIN + 7, BEGIN + 100, BEGIN + 3000, BEGIN + 20 * Frames.OCTETS}) {
            byte[] content = letters(length);
            Disk.DiskFile file = disk.create("letters" + length);
            assertEquals(Encoding.ZSTD, trained(file, content));
            ByteBuffer read = ByteBuffer.allocate(length);
            FramedFile.open(file, "letters", length).read(read, 0);
            assertEquals(ByteBuffer.wrap(content), read.flip());
        }
    }

    /** What has been erased from a segment is not in the dictionary of what is left. */
    @Test
    void aDictionaryHasNothingElse() {
        byte[] content = mail(1 << 20);
        byte[] dictionary = FrameDictionary.of(content, content.length);
        String all = new String(content, StandardCharsets.ISO_8859_1);
        int pieces = 0;
        for (int at = dictionary.length; dictionary[at - 1] != 0; at -= 1024) {
            assertTrue(all.contains(new String(dictionary, at - 1024, 1024, StandardCharsets.ISO_8859_1)));
            pieces++;
        }
        assertEquals(0, dictionary[0]);
        assertTrue(pieces > 30, pieces + " pieces");
    }

    @Test
    void whatIsSpoiltIsNoContents() throws IOException {
        byte[] content = mail(30 * Frames.OCTETS);
        Disk.DiskFile file = disk.create("trained");
        trained(file, content);
        Frames.Table table = Frames.Table.read(file, BEGIN, "trained");
        long[] offsets = table.offsets();
        for (long at = offsets[0]; at < offsets[1]; at += 97) {
            spoil(file, at);
            assertThrows(JournalDamaged.class, () -> FramedFile.trained(file, "trained", content.length));
            spoil(file, at);
        }
        spoil(file, offsets[3] + 5);
        ByteBuffer read = ByteBuffer.allocate(content.length);
        FramedFile.trained(file, "trained", content.length).read(read, 0);
        byte[] expected = content.clone();
        Arrays.fill(expected, BEGIN + 2 * Frames.OCTETS, BEGIN + 3 * Frames.OCTETS, (byte) 0);
        assertEquals(ByteBuffer.wrap(expected), read.flip());
        spoil(file, offsets[3] + 5);
        for (long at = offsets[offsets.length - 1]; at < file.size(); at += 5) {
            spoil(file, at);
            assertThrows(JournalDamaged.class, () -> FramedFile.trained(file, "trained", content.length));
            spoil(file, at);
        }
    }

    /** They have another decoder of zstd, and no dictionary. */
    @Test
    void releasesThatKnowFormat1ReadFramesWithoutADictionary() throws IOException {
        byte[] content = mail(5 * Frames.OCTETS + 77);
        Disk.DiskFile file = disk.create("frames");
        write(file, new Frames.Writer(file, BEGIN), content);
        long[] offsets = Frames.Table.read(file, BEGIN, "frames").offsets();
        ZstdDecompressor older = new ZstdDecompressor();
        for (int i = 0; i + 1 < offsets.length; i++) {
            byte[] packed = new byte[(int) (offsets[i + 1] - offsets[i])];
            file.read(ByteBuffer.wrap(packed), offsets[i]);
            byte[] plain = new byte[Frames.OCTETS];
            int length = older.decompress(packed, 0, packed.length, plain, 0, plain.length);
            int from = BEGIN + i * Frames.OCTETS;
            assertEquals(ByteBuffer.wrap(content, from, length).slice(), ByteBuffer.wrap(plain, 0, length));
            assertEquals(Math.min(Frames.OCTETS, content.length - from), length);
        }
    }

    private static void spoil(Disk.DiskFile file, long at) throws IOException {
        ByteBuffer octet = ByteBuffer.allocate(1);
        file.read(octet, at);
        file.write(octet.put(0, (byte) ~octet.get(0)).flip(), at);
    }
}
