package waypost.store;

import java.io.IOException;
import java.util.Optional;
import waypost.store.CleaningRules.Named;

/** What a record is needed for, as the index says. */
record IndexLiveness(Table table) implements Liveness {
    @Override
    public Named named(StateRecord state) throws IOException {
        Optional<byte[]> entry = table.get(Family.ACCOUNTS, Keys.thing(state));
        if (entry.isPresent()) {
            return new Named.At(Entry.position(entry.get()));
        }
        boolean forgotten = IndexLinks.late(new Batch(table), state) || Tombstones.forgotten(table, state);
        return forgotten ? new Named.Forgotten() : new Named.Nowhere();
    }

    @Override
    public boolean needed(Position body) throws IOException {
        boolean[] found = {false};
        table.scan(Family.BODIES, Keys.body(body), (_, _) -> {
            found[0] = true;
            return false;
        });
        return found[0];
    }
}
