package waypost.mapping;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import waypost.identity.NodeName;

/** Other front ends in memory, each of which gives so many octets and no more. */
record HandFellows(Map<NodeName, Fellow> all) implements CopyFellows {
    private record Fellow(Function<String, Optional<CopySource>> has, long most) {}

    HandFellows() {
        this(new TreeMap<>());
    }

    HandFellows with(String name, UserMaps maps) {
        return with(name, maps, Long.MAX_VALUE);
    }

    HandFellows with(String name, UserMaps maps, long most) {
        all.put(new NodeName(name), new Fellow(maps.onDisk()::copy, most));
        return this;
    }

    @Override
    public List<Offer> offers(String subject) {
        return all.entrySet().stream()
                .flatMap(each -> each.getValue().has().apply(subject).stream()
                        .map(CopySource::offer)
                        .filter(CopyOffer.Offered.class::isInstance)
                        .map(offer -> new Offer(each.getKey(), (CopyOffer.Offered) offer)))
                .toList();
    }

    @Override
    public Optional<ByteBuffer> piece(Offer of, String subject, long from) {
        Fellow fellow = all.get(of.fellow());
        return fellow == null || from >= fellow.most()
                ? Optional.empty()
                : fellow.has()
                        .apply(subject)
                        .flatMap(source -> source.piece(of.offered().edition(), from))
                        .map(piece -> piece.limit((int) Math.min(piece.limit(), fellow.most() - from)));
    }
}
