package dev.inlay.example.benchmarks.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between one node and the database, which can be cut. Thread-safe. */
final class Wire implements AutoCloseable {

    private final ServerSocket door;
    private final int to;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    Wire(int to) throws IOException {
        this.to = to;
        this.door = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Breaks every connection. */
    void cut() {
        links.forEach(Link::close);
    }

    /**
     * Breaks each connection when the database answers next, so that the node does not know what became of its wish.
     */
    void swallow() {
        links.forEach(link -> link.swallows = true);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket node = door.accept();
                try {
                    Socket database = new Socket();
                    database.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to), 2_000);
                    new Link(node, database).open();
                } catch (IOException e) {
                    node.close(); // the database is away
                }
            } catch (IOException e) {
                // the node went, or the door is closed
            }
        }
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }

    private final class Link {

        private final Socket node;
        private final Socket database;
        private volatile boolean swallows;

        Link(Socket node, Socket database) throws IOException {
            this.node = node;
            this.database = database;
            node.setOption(StandardSocketOptions.TCP_NODELAY, true);
            database.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }

        void open() {
            links.add(this);
            thread(() -> pump(node, database, false));
            thread(() -> pump(database, node, true));
        }

        private void pump(Socket from, Socket into, boolean answers) {
            byte[] buffer = new byte[16 * 1024];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = into.getOutputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (answers && swallows) {
                        return;
                    }
                    out.write(buffer, 0, count);
                }
            } catch (IOException e) {
                // one end is gone
            } finally {
                close();
            }
        }

        void close() {
            links.remove(this);
            closeQuietly(node);
            closeQuietly(database);
        }

        private void closeQuietly(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is gone either way
            }
        }
    }
}
