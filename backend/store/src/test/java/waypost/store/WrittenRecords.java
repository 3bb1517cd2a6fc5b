package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All state records that a journal has, those in pieces too. */
final class WrittenRecords implements Journal.Index {
    private final List<StateRecord> records = new ArrayList<>();

    long count(Class<? extends StateRecord> kind) {
        return records.stream().filter(kind::isInstance).count();
    }

    @Override
    public long appliedThrough() {
        return 0;
    }

    @Override
    public void apply(long entry, List<Applied> changes, Bodies earlier) throws IOException {
        for (Applied change : changes) {
            RecordCodec.Operation operation = RecordCodec.operation(change.operation());
            records.addAll(operation.records());
            for (BodyPart part : operation.earlier()) {
                piece(part, earlier);
            }
        }
    }

    private void piece(BodyPart part, Bodies earlier) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(part.length());
        try {
            earlier.body(List.of(part)).read(0, part.length(), piece::put);
            records.addAll(RecordCodec.operation(piece.flip()).records());
        } catch (CleanedRecord gone) {
            if (piece.position() > 0) {
                throw gone;
            }
        }
    }

    @Override
    public void flush() {}

    @Override
    public long checkpoint(Path into) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void restore(Path from) {
        throw new UnsupportedOperationException();
    }
}
