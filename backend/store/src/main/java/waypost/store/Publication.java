package waypost.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Hands what the applier has applied to those who show it to sessions. Nobody listens yet while a volume replays its journal. */
final class Publication implements Consumer<List<Effect>> {
    private final List<Consumer<List<Effect>>> listeners = new CopyOnWriteArrayList<>();

    void listen(Consumer<List<Effect>> listener) {
        listeners.add(listener);
    }

    @Override
    public void accept(List<Effect> effects) {
        listeners.forEach(listener -> listener.accept(effects));
    }
}
