import { defineBase, overlayOf } from '@plinth/model';
import {
  bankDatabase,
  bankSwiftApi,
  exchangeDatabase,
  kleverNetwork,
  mailRelay,
  rabbitmq,
  walletDatabase,
  workspaceDatabase,
} from './dependencies';
import { bankCore } from './services/bank/bank-core';
import { bankGateway } from './services/bank/bank-gateway';
import { bankStatements } from './services/bank/bank-statements';
import { arbitrageBot } from './services/bots/arbitrage-bot';
import { priceBot } from './services/bots/price-bot';
import { chainIndexer } from './services/chain/chain-indexer';
import { kleverNode } from './services/chain/klever-node';
import { exchangeManager } from './services/exchange/exchange-manager';
import { ledger } from './services/exchange/ledger';
import { marketData } from './services/exchange/market-data';
import { marketFeed } from './services/exchange/market-feed';
import { orderMatcher } from './services/exchange/order-matcher';
import { statusPage } from './services/platform/status-page';
import { syntheticChecker } from './services/platform/synthetic-checker';
import { walletApi } from './services/wallet/wallet-api';
import { walletNotifier } from './services/wallet/wallet-notifier';
import { walletSigner } from './services/wallet/wallet-signer';
import { workspaceApi } from './services/workspace/workspace-api';
import { workspaceMailer } from './services/workspace/workspace-mailer';
import { bank, bots, chain, exchange, platform, wallet, workspace } from './squads';

/** What is the same in every environment: the structure of the company's software. */
export const base = defineBase({
  squads: [bank, bots, chain, exchange, platform, wallet, workspace],
  dependencies: [
    exchangeDatabase,
    walletDatabase,
    bankDatabase,
    workspaceDatabase,
    rabbitmq,
    mailRelay,
    bankSwiftApi,
    kleverNetwork,
  ],
  services: [
    bankCore,
    bankGateway,
    bankStatements,
    arbitrageBot,
    priceBot,
    chainIndexer,
    kleverNode,
    exchangeManager,
    ledger,
    marketData,
    marketFeed,
    orderMatcher,
    statusPage,
    syntheticChecker,
    walletApi,
    walletNotifier,
    walletSigner,
    workspaceApi,
    workspaceMailer,
  ],
});

/** Settings that one environment has otherwise: only of these services, only what may differ. */
export const overlay = overlayOf(base);
