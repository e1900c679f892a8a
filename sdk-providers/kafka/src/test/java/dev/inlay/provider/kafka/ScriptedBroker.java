package dev.inlay.provider.kafka;

import dev.inlay.testkit.contracts.ScriptedReceiver;
import dev.inlay.testkit.contracts.ScriptedReceiver.Arrival;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;

/**
 * Speaks as much of Kafka's protocol as an idempotent producer needs, and answers each record as the script says: what
 * a real broker does not do when it is asked to. Every record must come in a batch of its own.
 */
final class ScriptedBroker implements AutoCloseable {

    private static final Uuid TOPIC_ID = new Uuid(7, 7);

    private final ScriptedReceiver receiver;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "scripted-broker");
        thread.setDaemon(true);
        return thread;
    });

    ScriptedBroker(ScriptedReceiver receiver) throws IOException {
        this.receiver = receiver;
        threads.execute(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            while (true) {
                ByteBuffer request = ByteBuffer.wrap(in.readNBytes(in.readInt()));
                RequestHeader header = RequestHeader.parse(request);
                ApiMessage answer = answer(header, new ByteBufferAccessor(request));
                ByteBuffer response = RequestUtils.serialize(
                        new ResponseHeaderData().setCorrelationId(header.correlationId()),
                        header.apiKey().responseHeaderVersion(header.apiVersion()),
                        answer,
                        header.apiVersion());
                byte[] bytes = new byte[response.remaining()];
                response.get(bytes);
                out.writeInt(bytes.length);
                out.write(bytes);
                out.flush();
            }
        } catch (IOException | Unanswered e) {
            // the client hears nothing more on this connection
        }
    }

    private ApiMessage answer(RequestHeader header, ByteBufferAccessor body) throws Unanswered {
        return switch (header.apiKey()) {
            case API_VERSIONS -> versions();
            case METADATA -> metadata(new MetadataRequestData(body, header.apiVersion()));
            case INIT_PRODUCER_ID ->
                new InitProducerIdResponseData().setProducerId(1).setProducerEpoch((short) 0);
            case PRODUCE -> produced(new ProduceRequestData(body, header.apiVersion()));
            default -> throw new Unanswered();
        };
    }

    private static ApiVersionsResponseData versions() {
        ApiVersionsResponseData versions = new ApiVersionsResponseData();
        version(versions, ApiKeys.API_VERSIONS, 0, ApiKeys.API_VERSIONS.latestVersion());
        version(versions, ApiKeys.METADATA, 9, 12);
        version(versions, ApiKeys.INIT_PRODUCER_ID, 2, 4);
        version(versions, ApiKeys.PRODUCE, 9, 12);
        return versions;
    }

    private static void version(ApiVersionsResponseData versions, ApiKeys key, int min, int max) {
        versions.apiKeys()
                .add(new ApiVersionsResponseData.ApiVersion()
                        .setApiKey(key.id)
                        .setMinVersion((short) min)
                        .setMaxVersion((short) max));
    }

    private MetadataResponseData metadata(MetadataRequestData request) {
        MetadataResponseData answer =
                new MetadataResponseData().setClusterId("scripted").setControllerId(1);
        answer.brokers()
                .add(new MetadataResponseData.MetadataResponseBroker()
                        .setNodeId(1)
                        .setHost("127.0.0.1")
                        .setPort(server.getLocalPort()));
        if (request.topics() != null) {
            request.topics()
                    .forEach(topic -> answer.topics()
                            .add(new MetadataResponseData.MetadataResponseTopic()
                                    .setName(topic.name())
                                    .setTopicId(TOPIC_ID)
                                    .setPartitions(List.of(new MetadataResponseData.MetadataResponsePartition()
                                            .setPartitionIndex(0)
                                            .setLeaderId(1)
                                            .setLeaderEpoch(1)
                                            .setReplicaNodes(List.of(1))
                                            .setIsrNodes(List.of(1))))));
        }
        return answer;
    }

    private ProduceResponseData produced(ProduceRequestData request) throws Unanswered {
        ProduceResponseData answer = new ProduceResponseData();
        for (ProduceRequestData.TopicProduceData topic : request.topicData()) {
            List<ProduceResponseData.PartitionProduceResponse> partitions = new ArrayList<>();
            for (ProduceRequestData.PartitionProduceData partition : topic.partitionData()) {
                partitions.add(new ProduceResponseData.PartitionProduceResponse()
                        .setIndex(partition.index())
                        .setErrorCode(
                                received((MemoryRecords) partition.records()).code()));
            }
            answer.responses()
                    .add(new ProduceResponseData.TopicProduceResponse()
                            .setName(topic.name())
                            .setPartitionResponses(partitions));
        }
        return answer;
    }

    private Errors received(MemoryRecords records) throws Unanswered {
        List<Record> all = new ArrayList<>();
        records.records().forEach(all::add);
        if (all.size() != 1) {
            throw new IllegalStateException("the script is for one record at a time, was given " + all.size());
        }
        Record record = all.get(0);
        String id = "";
        for (var header : record.headers()) {
            if (header.key().equals("ce_id")) {
                id = new String(header.value(), StandardCharsets.UTF_8);
            }
        }
        byte[] value = new byte[record.valueSize()];
        record.value().get(value);
        return switch (receiver.receive(new Arrival(id, value))) {
            case ACCEPT -> Errors.NONE;
            case FAIL, BUSY -> Errors.UNKNOWN_SERVER_ERROR;
            case REFUSE -> Errors.MESSAGE_TOO_LARGE;
            case REFUSE_SENDER -> Errors.TOPIC_AUTHORIZATION_FAILED;
            case LOSE_ANSWER -> throw new Unanswered();
            case SILENCE -> silence();
        };
    }

    private Errors silence() throws Unanswered {
        try {
            receiver.staySilent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Unanswered();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new AssertionError("cannot close", e);
        }
        threads.shutdownNow();
    }

    private static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
