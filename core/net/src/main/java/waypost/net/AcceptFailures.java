package waypost.net;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rests after a failed accept: with no descriptor left (EMFILE) the connection stays in the queue, and trying again at once would do nothing
 * else. One line in the log for a run of failures.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {
    static final int PAUSE_MILLIS = 500;
    private static final Logger LOG = LoggerFactory.getLogger("waypost.net");

    private final NetMetrics.Service metrics;
    private boolean failing;

    AcceptFailures(NetMetrics.Service metrics) {
        this.metrics = metrics;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        failing = false;
        context.fireChannelRead(accepted);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the timer dies with the listener
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        metrics.refused("accept-failed");
        if (!failing) {
            failing = true;
            LOG.warn(
                    "event=accept-failed address={} why=\"{}\"",
                    context.channel().localAddress(),
                    Failures.text(cause));
        }
        ChannelConfig config = context.channel().config();
        config.setAutoRead(false);
        context.executor().schedule(() -> config.setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
