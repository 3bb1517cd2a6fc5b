package waypost.net;

import java.net.InetSocketAddress;

/** Where a listener waits and what a connection goes to. */
public sealed interface Endpoint {
    /** A TCP address. As a target its host may be a name, looked up when connecting; port 0 lets a listener choose. */
    record Socket(String host, int port) implements Endpoint {
        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** A listener in this process, reached without a socket. */
    record Local(String name) implements Endpoint {
        @Override
        public String toString() {
            return "local:" + name;
        }
    }

    static Endpoint of(InetSocketAddress address) {
        return new Socket(address.getHostString(), address.getPort());
    }

    static Endpoint local(String name) {
        return new Local(name);
    }
}
