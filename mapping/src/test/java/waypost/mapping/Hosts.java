package waypost.mapping;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Names that tests give to addresses, for certificates and Kerberos go by names; of all others the system is asked. Found by the JDK itself. */
public final class Hosts extends InetAddressResolverProvider {
    private static final Map<String, String> GIVEN = new ConcurrentHashMap<>();

    static void give(String name, String address) {
        GIVEN.put(name, address);
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver system = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                String address = GIVEN.get(host);
                return address == null ? system.lookupByName(host, policy) : Stream.of(InetAddress.ofLiteral(address));
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return system.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "names given by tests";
    }
}
