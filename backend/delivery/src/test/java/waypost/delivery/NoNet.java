package waypost.delivery;

import java.util.function.Function;
import waypost.net.Dial;
import waypost.net.Listener;
import waypost.net.ListenerSpec;
import waypost.net.Net;
import waypost.net.Wire;
import waypost.net.WireHandler;

/** For a keeper that reaches no other node. */
final class NoNet implements Net {
    @Override
    public Listener listen(ListenerSpec spec, Function<Wire, WireHandler> handlers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Wire connect(Dial dial, WireHandler handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
