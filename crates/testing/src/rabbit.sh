# Runs a RabbitMQ node of its own, on loopback, in the folder $1; ports: $2 AMQP, $3 between nodes, $4 of epmd.
# It obeys the lines `start`, `stop`, `kill` and `forget`, and ends with everything it has started when its input ends.
set -u
export HOME="$1" ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$4"
export RABBITMQ_NODENAME=friday@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$2" RABBITMQ_DIST_PORT="$3"
export RABBITMQ_MNESIA_BASE="$1/data" RABBITMQ_LOG_BASE="$1/log" RABBITMQ_PID_FILE="$1/pid"
export RABBITMQ_ENABLED_PLUGINS_FILE="$1/plugins" RABBITMQ_CONFIG_FILE="$1/rabbitmq" RABBITMQ_CONF_ENV_FILE="$1/env"
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"
printf '[].' > "$1/plugins"

epmd -address 127.0.0.1 -port "$4" < /dev/null > "$1/epmd.log" 2>&1 &
epmd=$!
node=

start() {
  [ -z "$node" ] || return
  setsid "$0" < /dev/null > "$1/node.log" 2>&1 &
  node=$!
}

stop() {
  [ -n "$node" ] || return
  kill "-$1" "-$node"
  wait "$node" 2> /dev/null
  node=
}

start "$1"
while read -r wish; do
  case "$wish" in
    start) start "$1" ;;
    stop) stop TERM ;;
    kill) stop KILL ;;
    forget) stop KILL; rm -rf "$1/data" ;;
  esac
  echo "$wish"
done
stop KILL
kill "$epmd"
rm -rf "$1"
